"""What goes wrong, as answers: a status, what is wrong and what would work, in Chinese or English, as text or as JSON (RFC 9457).

The table `PROBLEMS` has a row for each kind; `{}` in it are filled from what is known of the case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.server import negotiate, rendering


@dataclass(frozen=True, slots=True)
class _Kind:
    status: int
    zh: str
    en: str


PROBLEMS = {
    "malformed": _Kind(400, "查询有语法错误：{place_zh}。请改正该处或其前面", "{problem}; {remedy}"),
    "refused": _Kind(400, "查询被拒绝：本服务只读，且不访问其他服务器（{problem}）", "the query is refused: {problem}; {remedy}"),
    "unknown": _Kind(400, "查询指名的图不在此数据集中，且不会载入任何数据（{problem}）", "{problem}; {remedy}"),
    "no-query": _Kind(400, "没有查询：请以参数 query 给出", "there is no query; give it as the parameter query"),
    "several-queries": _Kind(400, "只能有一个查询，收到 {count} 个", "there are {count} queries; give one"),
    "not-utf-8": _Kind(400, "请求不是 UTF-8 编码", "the request is not in UTF-8; convert it"),
    "no-graph": _Kind(400, "请以 ?default 或 ?graph=IRI 之一指明图", "say which graph: ?default, or ?graph=IRI, one of them and once"),
    "too-large": _Kind(
        400,
        "结果超过 {most} {what_zh}，不会截断后返回：请缩小范围（查询可加 LIMIT）",
        "the answer has more than {most} {what}; nothing is cut off: ask for less (a query with LIMIT)",
    ),
    "bad-id": _Kind(400, "查询编号须为 8 至 64 个字母、数字、- 或 _", "the id of a query is 8 to 64 letters, digits, - or _"),
    "read-only": _Kind(403, "本服务只读，不接受更新", "this service only reads; change the graph with kg add and kg forget"),
    "host": _Kind(
        403,
        "不接受发往“{host}”的请求：若这是本服务的名称，请用 --name {host} 启动",
        "a request to {host} is not for this server; if it is, start it with --name {host}",
    ),
    "origin": _Kind(403, "不接受来自其他网站的此类请求", "such a request from another site is not taken"),
    "not-found": _Kind(404, "此处没有内容：{path}", "there is nothing at {path}"),
    "unknown-graph": _Kind(404, "数据集中没有图 {graph}", "the dataset has no graph {graph}"),
    "no-such-query": _Kind(404, "没有正在运行的查询 {id}", "no query {id} is running"),
    "method": _Kind(405, "此处不接受 {method}；可用 {allowed}", "{method} is not taken here; use {allowed}"),
    "not-acceptable": _Kind(406, "没有所要的格式；可提供：{offered}", "there is no such form of this; there are {offered}"),
    "slow": _Kind(408, "请求的内容在 {seconds} 秒内没有传完", "the body of the request did not come within {seconds} seconds; send it again"),
    "body": _Kind(413, "请求超过 {most} 字节", "the request has more than {most} bytes; make it shorter"),
    "media": _Kind(
        415,
        "不接受 {media} 的请求；请用 application/x-www-form-urlencoded 或 application/sparql-query",
        "a request of {media} is not taken; use application/x-www-form-urlencoded or application/sparql-query",
    ),
    "no-file": _Kind(400, "没有收到文件：请选择一个文件", "there is no file in the request; choose one"),
    "suffix": _Kind(415, "不能读取这种文件；可读取的格式：{offered}", "files of this kind are not read; these are: {offered}"),
    "file": _Kind(413, "文件超过 {most} MB", "the file has more than {most} MB; send a smaller one, or use kg add"),
    "file-time": _Kind(503, "读取超过 {seconds} 秒，已停止", "reading took more than {seconds} seconds and was stopped; use kg add"),
    "file-memory": _Kind(503, "读取所需内存超过上限，已停止", "reading needed more memory than it may have and was stopped; use kg add"),
    "file-bad": _Kind(422, "无法处理这份文献：{problem}", "the document cannot be taken: {problem}"),
    "find-crashed": _Kind(
        500,
        "读取这份文献的程序意外中断（{how}）。没有保留任何内容，图谱未受影响。请将文献另存为 UTF-8 编码的纯文本（.txt），或分成几份，再重新上传；"
        "若仍然中断，请连同文件一起报告。",
        "the program that read the document broke off ({how}). Nothing of it was kept, and the graph is as it was. Save the document as "
        "plain text (.txt, UTF-8), or in several parts, and send it again; if that breaks off too, report it with the file.",
    ),
    "keep-crashed": _Kind(
        500,
        "将文献加入图谱的程序意外中断（{how}）。请先在“文献”页查看它是否已在图谱中；若没有，请再试一次，若仍然中断，请连同文件一起报告。",
        "the program that added the document to the graph broke off ({how}). See among the documents whether it is there; if it is not, "
        "add it again, and report it with the file if that breaks off too.",
    ),
    "token": _Kind(403, "表单已失效：请重新打开页面再试", "the form is not of this server as it runs now; open the page again"),
    "no-draft": _Kind(404, "这份文献已不在此处：请重新上传", "this document is not here any more; send it again"),
    "changed": _Kind(409, "图谱已更新：请重新打开此页", "the graph has changed; open the page again"),
    "too-many": _Kind(400, "图上已有 {count} 个实体，不能再增加（上限 {most}）", "{count} entities are shown, and no more than {most} may be"),
    "preparing": _Kind(503, "正在为图谱建立索引，请稍候", "the graph is being indexed; ask again in a moment"),
    "stopped": _Kind(503, "查询已被停止", "the query was stopped"),
    "busy": _Kind(503, "服务器正忙，请稍后再试", "the server is busy; try again later"),
    "time": _Kind(503, "查询超过 {seconds} 秒，已停止：请缩小范围或加 LIMIT", "the query took more than {seconds} seconds and was stopped; ask for less"),
    "memory": _Kind(503, "查询所需内存超过上限，已停止：请缩小范围", "the query needed more memory than it may have and was stopped; ask for less"),
    "crashed": _Kind(
        500,
        "作答的进程意外结束（{how}）：请换一种写法；若再次出现，请报告此查询",
        "the process that was to answer ended by itself ({how}); word it otherwise, and report the query if it happens again",
    ),
    "fault": _Kind(500, "程序出错（{problem}）：请连同网址一起报告", "there is a fault in the program ({problem}); report it with the address"),
    "failed": _Kind(500, "服务器出错：{problem}", "the server failed: {problem}"),
}
_UNITS = {"rows": "行", "bytes": "字节"}
_RETRY = {"busy": "2", "preparing": "2", "time": "30", "memory": "30", "stopped": "2"}


class RequestError(Exception):
    """Something that goes wrong with a request: a row of `PROBLEMS` by its key, and what fills it."""

    def __init__(self, kind: str, headers: Mapping[str, str] | None = None, place: tuple[int, int] | None = None, **parts: object) -> None:
        self.kind = kind
        self.headers = dict(headers or {})
        self.place = place
        self.parts = parts
        super().__init__(self.said("en"))

    @property
    def status(self) -> int:
        return PROBLEMS[self.kind].status

    def said(self, language: str) -> str:
        """The message in zh or en."""
        template = PROBLEMS[self.kind].zh if language == "zh" else PROBLEMS[self.kind].en
        near = re.search("“.*”", str(self.parts.get("problem", "")))
        place = f"第 {self.place[0]} 行第 {self.place[1]} 列" + (f"，{near[0]}附近" if near else "") if self.place else "无法解析"
        return template.format(place_zh=place, what_zh=_UNITS.get(str(self.parts.get("what", "")), ""), **self.parts)


def respond(request: Request, problem: RequestError) -> Response:
    """The answer that tells of a problem: JSON where the client prefers it, text else."""
    language = negotiate.language(request.headers.get("accept-language", ""))
    headers = {"Content-Language": language, "Vary": "Accept, Accept-Language", "Cache-Control": "no-store", **problem.headers}
    if problem.kind in _RETRY:
        headers["Retry-After"] = _RETRY[problem.kind]
    if negotiate.media_type(request.headers.get("accept", ""), ["text/plain", "application/json", "text/html"]) == "text/html":
        said = {"status": problem.status, "detail": problem.said(rendering.language(request))}
        return rendering.page(request, "problem.html", said, problem.status, {**headers, **rendering.spoken(request)})
    if "json" not in request.headers.get("accept", ""):
        return Response(problem.said(language) + "\n", problem.status, headers, "text/plain")
    content: dict[str, object] = {"type": "about:blank", "title": problem.kind, "status": problem.status, "detail": problem.said(language)}
    if problem.place:
        content |= {"line": problem.place[0], "column": problem.place[1]}
    return Response(json.dumps(content, ensure_ascii=False) + "\n", problem.status, headers, "application/problem+json")
