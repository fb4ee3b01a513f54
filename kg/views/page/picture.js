/* The view as a picture: PNG from the canvas, SVG drawn anew from the same places. */

function savePng() {
  const drawn = network.canvas.frame.canvas;
  const copy = element("canvas");
  copy.width = drawn.width;
  copy.height = drawn.height;
  const context = copy.getContext("2d");
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(drawn, 0, 0);
  copy.toBlob((blob) => saveFile(".png", blob), "image/png");
}

function toSvg() {
  const pane = frame();
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pane.width}" height="${pane.height}" viewBox="0 0 ${pane.width} ${pane.height}">`,
    `<title>${escaped(document.title)}</title>`,
    `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
  ];
  parts.push(...svgBasemap(pane));
  if (areRegionsDrawn()) parts.push(...regionOutlines().map((region) => svgRegion(region, pane)));
  for (const edge of shownEdges()) if (!outside(edge, pane)) parts.push(svgEdge(edge, pane));
  for (const node of shownNodes().reverse()) parts.push(svgNode(node, pane));
  for (const label of placed) parts.push(svgLabel(label));
  return `${parts.filter((part) => part).join("\n")}\n</svg>\n`;
}

function svgPoint({ x, y }, pane) {
  return `${((x - pane.left) * pane.scale).toFixed(1)} ${((y - pane.top) * pane.scale).toFixed(1)}`;
}

function svgRegion({ hue, corners }, pane) {
  const colour = shadeOf(hue, "ground");
  const path = corners.map((corner, index) => `${index ? "L" : "M"}${svgPoint(corner, pane)}`).join("");
  return `<path d="${path}Z" fill="${colour}" stroke="${colour}" stroke-width="${(2 * PADDING * pane.scale).toFixed(1)}" stroke-linejoin="round"/>`;
}

function svgEdge(edge, pane) {
  const line = lineOf(edge);
  const isNear = view.nearEdges?.has(edge.id);
  const { pen } = edge;
  const colour = pen === "denied" ? colours.bad : isNear ? classOf(edge.to).colour : `rgb(${colours.edge})`;
  const opacity = view.near ? (isNear ? 0.85 : 0.05) : 0.35;
  const stroke = `fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="${isNear ? 1.6 : 1}"${pen === "denied" || pen === "stated" ? ' stroke-dasharray="5 4"' : ""}`;
  const title = `<title>${escaped(`${graph.nodes[edge.from].label} → ${named(graph.relations[edge.rel])} → ${graph.nodes[edge.to].label}`)}</title>`;
  if (line.loop) {
    const [x, y] = svgPoint(line, pane).split(" ");
    return `<circle cx="${x}" cy="${y}" r="${(line.radius * pane.scale).toFixed(1)}" ${stroke}>${title}</circle>`;
  }
  const way = line.bend === 0 ? `L${svgPoint(line.to, pane)}` : `Q${svgPoint(line, pane)} ${svgPoint(line.to, pane)}`;
  return `<path d="M${svgPoint(line.from, pane)}${way}" ${stroke}>${title}</path>`;
}

function svgNode(node, pane) {
  const { x, y, radius } = onScreen(node, pane);
  if (x < -radius || y < -radius || x > pane.width + radius || y > pane.height + radius) return "";
  const opacity = isDim(node) ? 0.12 : graph.nodes[node].background ? FAINT : 1;
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${radius.toFixed(2)})`;
  const { path, colour } = classOf(node);
  return `<path d="${path}" transform="${place}" fill="${colour}" fill-rule="evenodd" opacity="${opacity}"><title>${escaped(graph.nodes[node].label)}</title></path>`;
}

function svgLabel({ text, left, right, top, bottom, font, colour }) {
  const [, weight = "400", pixels] = /^(?:(\d+) )?(\d+)px/u.exec(font) ?? [];
  const place = `x="${((left + right) / 2).toFixed(1)}" y="${((top + bottom) / 2).toFixed(1)}" text-anchor="middle" dominant-baseline="central"`;
  const style = `font-family="${escaped(colours.font)}" font-size="${pixels}" font-weight="${weight}" fill="${colour}"`;
  return `<text ${place} ${style} stroke="${colours.ground}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${escaped(text)}</text>`;
}

/* What XML has no character for falls away. */
function escaped(text) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "").replace(/[&<>"]/gu, (sign) => names[sign]);
}
