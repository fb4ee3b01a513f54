/* The shape of each class, on the canvas and in the legend. */

const paths = []; // of each class, once it is drawn

function fillShape(context, cls, x, y, radius) {
  context.save();
  context.translate(x, y);
  context.scale(radius, radius);
  context.fillStyle = graph.classes[cls].colour;
  paths[cls] ??= new Path2D(graph.classes[cls].path);
  context.fill(paths[cls], "evenodd");
  context.restore();
}

function icon(cls) {
  return iconOf(graph.classes[cls].path, graph.classes[cls].colour);
}

function iconOf(path, colour) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("viewBox", "-1.1 -1.1 2.2 2.2");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill", colour);
  shape.setAttribute("fill-rule", "evenodd");
  picture.append(shape);
  return picture;
}
