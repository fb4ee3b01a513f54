/* All that the page says of its own, in Chinese and in English. {0}, {1} … stand for what is filled in. */

const TEXTS = {
  canvas: ["图谱画布；实体也可以在列表中查看", "Canvas of the graph; the list shows the entities, too"],
  finder: ["搜索与筛选", "Search and filters"],
  detail: ["详情", "Details"],
  view: ["视图", "View"],
  nothingShown: ["当前筛选下没有实体", "Nothing is left by the filters"],
  nothing: ["图谱为空：没有可显示的实体", "The graph is empty: no entity to show"],
  around: ["仅含“{0}”周围 {1} 层以内的实体；图谱的另外 {2} 个实体、{3} 条关系未列入。", "Only what is up to {1} relations away from {0}; {2} entities and {3} relations of the graph are not in this file."],
  cut: ["共 {0} 个实体，仅显示最中心的 {1} 个（各片区按 PageRank 取）；未显示 {2} 个实体、{3} 条关系。", "{0} entities; the {1} most central (of each community, by PageRank) are shown; {2} entities and {3} relations are left out."],
  search: ["搜索：名称、别名、拼音、首字母", "Search by name or pinyin"],
  searchTarget: ["搜索，或在图上点选", "Search, or click a node"],
  hits: ["搜索结果", "Search results"],
  notFound: ["没有找到", "Nothing found"],
  alias: ["又名 {0}", "also {0}"],
  hidden: ["已隐藏", "hidden"],
  legend: ["图例与筛选", "Legend and filters"],
  types: ["类型", "Types"],
  relations: ["关系", "Relations"],
  years: ["时间", "Time"],
  statuses: ["进展", "Status"],
  confidence: ["置信度", "Confidence"],
  documents: ["文档", "Documents"],
  display: ["显示", "Display"],
  showAll: ["全部显示", "show all"],
  only: ["仅看", "only"],
  onlyThis: ["仅看{0}", "only {0}"],
  unstated: ["未标注", "not stated"],
  atLeast: ["不低于 {0}", "at least {0}"],
  anyConfidence: ["不限", "any"],
  fromYear: ["起始年", "first year"],
  toYear: ["结束年", "last year"],
  allYears: ["全部年份", "all years"],
  yearSpan: ["{0} – {1} 年", "{0} – {1}"],
  oneYear: ["{0} 年", "{0}"],
  yearBar: ["{0} 年：{1} 条", "{0}: {1}"],
  undated: ["含无日期的关系（{0}）", "with undated relations ({0})"],
  play: ["播放", "Play"],
  pause: ["暂停", "Pause"],
  reset: ["重置", "reset"],
  resetAll: ["清除全部筛选", "clear all filters"],
  dimAlone: ["淡显无关系的实体（{0}）", "show entities without relations, faintly ({0})"],
  regions: ["显示片区", "show communities"],
  countAll: ["{0} 个实体 · {1} 条关系", "{0} entities · {1} relations"],
  part: ["{0} / {1}", "{0} / {1}"],
  unplaced: ["地图上未显示无地点的实体 {0} 个", "{0} entities without a place are not on the map"],
  basemap: ["底图：{0}", "Basemap: {0}"],
  basemapSimpler: ["底图：{0}（化简到 {1}°）", "Basemap: {0} (simplified to {1}°)"],
  fit: ["全图", "All"],
  fitTip: ["显示全图（F）", "Show all (F)"],
  closer: ["放大", "Zoom in"],
  farther: ["缩小", "Zoom out"],
  map: ["地图", "Map"],
  mapTip: ["按经纬度排布（M）", "Lay out by longitude and latitude (M)"],
  list: ["列表", "List"],
  listTip: ["以列表查看（L）", "Show as a list (L)"],
  path: ["路径", "Path"],
  pathTip: ["两个实体之间的路径（P）", "Paths between two entities (P)"],
  save: ["导出", "Export"],
  saveTip: ["图片、数据、链接（E）", "Pictures, data, link (E)"],
  dark: ["深色", "Dark"],
  light: ["浅色", "Light"],
  language: ["EN", "中文"],
  languageTip: ["Switch to English", "切换为中文"],
  help: ["帮助", "Help"],
  helpTip: ["键盘与鼠标操作（?）", "Keys and mouse (?)"],
  close: ["关闭", "Close"],
  closeDetail: ["关闭详情", "Close details"],
  listTitle: ["实体列表", "List of entities"],
  listSearch: ["按名称或拼音查找", "Find by name or pinyin"],
  listRange: ["第 {0} – {1} 个，共 {2} 个", "{0} – {1} of {2}"],
  listBack: ["上一页", "Back"],
  listOn: ["下一页", "Next"],
  doubts: ["不一致", "Contradicted"],
  name: ["名称", "Name"],
  aliases: ["又名：{0}", "Also: {0}"],
  separator: ["、", ", "],
  mentionedIn: ["{0} 份文档提及：{1}", "Documents ({0}): {1}"],
  unmentioned: ["（文档未提及，为所属行政区）", "(not in the documents; a division around)"],
  noRelations: ["没有关系或数据。", "No relations or data."],
  noRelationsShown: ["当前筛选下没有关系。", "The filters leave no relations."],
  posts: ["任职", "Posts"],
  indicators: ["指标", "Figures"],
  dates: ["日期", "Dates"],
  date: ["日期", "date"],
  startDate: ["开始日期", "from"],
  endDate: ["结束日期", "until"],
  outgoing: ["由它指出", "from here"],
  incoming: ["指向它", "to here"],
  more: ["显示其余 {0} 条", "show {0} more"],
  moreSources: ["另有 {0} 处出处", "{0} more sources"],
  sources: ["{0} 处出处", "sources: {0}"],
  noSource: ["背景知识，无文档出处", "background knowledge, of no document"],
  characters: ["第 {0}–{1} 字", "characters {0}–{1}"],
  fromCharacter: ["第 {0} 字起", "from character {0}"],
  confidenceOf: ["置信度 {0}", "confidence {0}"],
  cite: ["复制引文", "copy citation"],
  copied: ["已复制", "copied"],
  citation: ["“{0}”——《{1}》{2}", "“{0}” ({1}{2})"],
  against: ["与其他文档不一致：{0}——{1}", "Another document differs: {0} – {1}"],
  affirmed: ["肯定", "affirmed"],
  denied: ["否定", "denied"],
  stated: ["未作为事实", "not taken as a fact"],
  datedTitle: ["{0}（{1}）", "{0} ({1})"],
  relationCount: ["{0} 条关系", "{0} relations"],
  depthOne: ["邻居", "Neighbours"],
  depthTwo: ["两层", "Two steps"],
  depthTip: ["邻域范围（1、2）", "Depth of the neighbourhood (1, 2)"],
  findPath: ["查找路径…", "Find a path…"],
  pickStart: ["请选择路径的起点：搜索，或在图上点选。", "Choose where the path begins: search, or click a node."],
  pickEnd: ["起点：{0}。请选择终点。", "From {0}. Choose where the path ends."],
  pathTitle: ["{0} 与 {1} 之间", "Between {0} and {1}"],
  pathCount: ["{0} 条最短路径，每条 {1} 步", "shortest paths: {0}, of {1} steps each"],
  pathMost: ["最短路径超过 {0} 条，显示前 {0} 条，每条 {1} 步", "The first {0} of the shortest paths, of {1} steps each"],
  noPath: ["当前筛选下没有路径。", "The filters leave no path."],
  samePath: ["起点与终点相同。", "Both ends are the same."],
  pathNumber: ["路径 {0}", "Path {0}"],
  allPaths: ["全部路径", "All paths"],
  exportTitle: ["导出当前视图", "Export this view"],
  pictures: ["图片", "Pictures"],
  data: ["数据", "Data"],
  png: ["PNG 图片", "PNG picture"],
  svg: ["SVG 矢量图", "SVG drawing"],
  turtle: ["Turtle（RDF）", "Turtle (RDF)"],
  csvNodes: ["实体 CSV", "Entities, CSV"],
  csvEdges: ["关系 CSV", "Relations, CSV"],
  csvFacts: ["任职、指标、日期 CSV", "Posts, figures, dates, CSV"],
  link: ["链接", "Link"],
  copyLink: ["复制此视图的链接", "Copy a link to this view"],
  print: ["打印", "Print"],
  exportNote: ["数据包含当前可见的 {0} 个实体、{1} 条关系。", "The data are the {0} entities and {1} relations that are visible."],
  helpKeys: ["键盘", "Keyboard"],
  helpMouse: ["鼠标与触摸", "Mouse and touch"],
  keySearch: ["搜索", "search"],
  keyArrows: ["平移；在搜索结果中选择", "move the view; choose among hits"],
  keyList: ["列表中：上一个、下一个；翻页；首尾", "in the list: up, down; pages; first, last"],
  keyTab: ["下一个、上一个实体", "next and previous entity"],
  keyEnter: ["打开所选实体", "open the chosen entity"],
  keyEscape: ["返回：取消路径、关闭详情、清除焦点", "back: leave the path, close the details"],
  keyZoom: ["放大、缩小", "zoom in and out"],
  keyDepth: ["邻域范围：一层、两层", "neighbourhood: one step, two steps"],
  keyPlay: ["播放或暂停时间", "play or pause time"],
  keyTheme: ["浅色或深色", "light or dark"],
  mouseClick: ["点击实体或关系：查看事实与原文", "click an entity or a relation: its facts and sentences"],
  mouseShift: ["按住 Shift 点击第二个实体：两者之间的路径", "Shift and click on a second entity: the paths between them"],
  mouseDrag: ["拖动平移，滚轮缩放，拖动实体可移动它", "drag to move, wheel to zoom, drag an entity to move it"],
};

const languageGiven = document.documentElement.lang.startsWith("en") ? 1 : 0; // that of the page as it came
let languageAt = languageGiven; // 0 Chinese, 1 English

/* A text in the language of the page. */
function say(key, ...values) {
  return TEXTS[key][languageAt].replace(/\{(\d)\}/gu, (_, place) => String(values[place]));
}

/* What a class, a relation, a status is called in the language of the page. */
function named(thing) {
  return languageAt && thing.label_en ? thing.label_en : thing.label;
}

function groupOf(look) {
  return languageAt ? look.group_en : look.group;
}

const grouped = new Intl.NumberFormat("en-US");

function count(number) {
  return grouped.format(number);
}

/* Puts the texts into what stands in the page from the start: data-text, data-title, data-name (for those who hear the page), data-hint. */
function sayAll() {
  document.documentElement.lang = languageAt ? "en" : "zh-CN";
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = say(each.dataset.text, ...JSON.parse(each.dataset.values ?? "[]"));
  for (const each of document.querySelectorAll("[data-title]")) each.title = say(each.dataset.title);
  for (const each of document.querySelectorAll("[data-name]")) each.setAttribute("aria-label", say(each.dataset.name));
  for (const each of document.querySelectorAll("[data-hint]")) each.placeholder = say(each.dataset.hint);
}
