"""Files in, sentences out.

    path ──read──► Source ──prepare──► Document

`read(path)` decodes a file; `READERS` says which suffixes there are. `prepare(source)` finds out the script, joins hard
line wraps and page breaks, tells mastheads, titles, bylines, headings, captions and distribution lists from prose, establishes
title, date and publisher, and cuts the text into sentences.

What holds of every Document that comes out:
- `text` is simplified Chinese in the punctuation of print (“”, ，。：； full-width next to Chinese characters), without spaces
  beside Chinese characters; blocks follow one another, one `\\n` between each two, and no block has one inside;
- `offsets` has an entry for each character of `text` and never falls; `doc.quote(i, j)` is a stretch of `source.text`;
- `sentences` lie in order within their blocks and leave out nothing but spaces;
- the same source gives the same document; time grows with the length of the text, whatever it is.
"""

from __future__ import annotations

from kg.text.prepare import prepare
from kg.text.read import READERS, read

__all__ = ["READERS", "prepare", "read"]
