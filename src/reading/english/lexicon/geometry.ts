import { claim, type Entry, value } from "../entry.ts";

/** A measure of a figure: how it is called, of what, from which lengths in the order in which they are usually given, and the formula. */
type Measure = readonly [measure: string, figure: string, given: readonly string[], formula: string];

const LATERAL = "lateral|curved (surface)? (surface)? area";
const SURFACE = "(total)? surface area";

const MEASURES: readonly Measure[] = [
  ["area", "circle", ["radius"], "math.pi * radius ** 2"],
  ["(perimeter|circumference)", "circle", ["radius"], "2 * math.pi * radius"],
  ["diameter", "circle", ["radius"], "2 * radius"],
  ["area", "semicircle", ["radius"], "math.pi * radius ** 2 / 2"],
  ["area", "ellipse", ["a", "b"], "math.pi * a * b"],
  ["area", "square", ["side"], "side ** 2"],
  ["perimeter", "square", ["side"], "4 * side"],
  ["diagonal", "square", ["side"], "side * math.sqrt(2)"],
  ["area", "rectangle", ["length", "width"], "length * width"],
  ["perimeter", "rectangle", ["length", "width"], "2 * (length + width)"],
  ["diagonal", "rectangle", ["length", "width"], "math.sqrt(length ** 2 + width ** 2)"],
  ["area", "triangle", ["base", "height"], "base * height / 2"],
  ["area", "right (angled)? triangle", ["base", "height"], "base * height / 2"],
  ["perimeter", "triangle", ["a", "b", "c"], "a + b + c"],
  ["area", "equilateral triangle", ["side"], "math.sqrt(3) / 4 * side ** 2"],
  ["perimeter", "equilateral triangle", ["side"], "3 * side"],
  ["(=hypotenuse)", "(right (angled)?)? triangle", ["a", "b"], "math.sqrt(a ** 2 + b ** 2)"],
  ["area", "parallelogram", ["base", "height"], "base * height"],
  ["perimeter", "parallelogram", ["a", "b"], "2 * (a + b)"],
  ["area", "rhombus", ["p", "q"], "p * q / 2"],
  ["perimeter", "rhombus", ["side"], "4 * side"],
  ["area", "trapezium|trapezoid", ["base1", "base2", "height"], "(base1 + base2) * height / 2"],
  ["median (length)?", "trapezium|trapezoid", ["base1", "base2", "height"], "(base1 + base2) / 2"],
  ["area", "(regular)? pentagon", ["side"], "math.sqrt(5 * (5 + 2 * math.sqrt(5))) * side ** 2 / 4"],
  ["perimeter", "(regular)? pentagon", ["side"], "5 * side"],
  ["area", "(regular)? hexagon", ["side"], "3 * math.sqrt(3) * side ** 2 / 2"],
  ["perimeter", "(regular)? hexagon", ["side"], "6 * side"],
  ["area", "(regular)? octagon", ["side"], "2 * (1 + math.sqrt(2)) * side ** 2"],
  ["area", "(regular)? polygon", ["sides", "length"], "sides * length ** 2 / (4 * math.tan(math.pi / sides))"],
  ["perimeter", "(regular)? polygon", ["sides", "length"], "sides * length"],
  ["area", "(sector | circular sector)", ["radius", "angle"], "math.pi * radius ** 2 * angle / 360"],
  ["volume", "cube", ["side"], "side ** 3"],
  [SURFACE, "cube", ["side"], "6 * side ** 2"],
  [LATERAL, "cube", ["side"], "4 * side ** 2"],
  ["volume", "(cuboid | rectangular prism | box)", ["length", "width", "height"], "length * width * height"],
  [
    SURFACE,
    "(cuboid | rectangular prism | box)",
    ["length", "width", "height"],
    "2 * (length * width + length * height + width * height)",
  ],
  [LATERAL, "(cuboid | rectangular prism | box)", ["length", "width", "height"], "2 * height * (length + width)"],
  ["volume", "sphere", ["radius"], "4 / 3 * math.pi * radius ** 3"],
  [SURFACE, "sphere", ["radius"], "4 * math.pi * radius ** 2"],
  ["volume", "hemisphere", ["radius"], "2 / 3 * math.pi * radius ** 3"],
  [SURFACE, "hemisphere", ["radius"], "3 * math.pi * radius ** 2"],
  ["volume", "(right)? (circular)? cylinder", ["radius", "height"], "math.pi * radius ** 2 * height"],
  [SURFACE, "(right)? (circular)? cylinder", ["radius", "height"], "2 * math.pi * radius * (radius + height)"],
  [LATERAL, "(right)? (circular)? cylinder", ["radius", "height"], "2 * math.pi * radius * height"],
  ["volume", "(right)? (circular)? cone", ["radius", "height"], "math.pi * radius ** 2 * height / 3"],
  [
    SURFACE,
    "(right)? (circular)? cone",
    ["radius", "height"],
    "math.pi * radius * (radius + math.sqrt(radius ** 2 + height ** 2))",
  ],
  [
    LATERAL,
    "(right)? (circular)? cone",
    ["radius", "height"],
    "math.pi * radius * math.sqrt(radius ** 2 + height ** 2)",
  ],
  ["(slant height)", "(right)? (circular)? cone", ["radius", "height"], "math.sqrt(radius ** 2 + height ** 2)"],
  ["volume", "(square)? pyramid", ["base_area", "height"], "base_area * height / 3"],
  ["volume", "(triangular prism | right triangular prism)", ["length", "base", "height"], "length * base * height / 2"],
  ["volume", "(regular)? octahedron", ["side"], "math.sqrt(2) / 3 * side ** 3"],
  ["volume", "torus", ["R", "r"], "2 * math.pi ** 2 * R * r ** 2"],
  ["slope", "line", ["x1", "y1", "x2", "y2"], "(y2 - y1) / (x2 - x1)"],
  ["arc length", "(=arc | circle)", ["diameter", "angle"], "math.pi * diameter * angle / 360"],
  ["vertex", "parabola", ["a", "b", "c"], "(-b / (2 * a), (4 * a * c - b ** 2) / (4 * a))"],
  ["focus", "parabola", ["a", "b", "c"], "(-b / (2 * a), (4 * a * c - b ** 2 + 1) / (4 * a))"],
];

/** What else a length is called when it is given. */
const SYNONYMS: Record<string, string> = {
  side: "side|edge (length)?",
  length: "length",
  width: "width|breadth",
  radius: "radius",
  height: "height",
  base: "base",
};

function measured([measure, figure, given, formula]: Measure): Entry[] {
  const introduced = given.map((name) => `<${name}:num>`).join(" ");
  const entries = [
    value(`${measure} (of|for|in) ${figure} ${introduced}`, "num", formula),
    value(`${figure} ${measure} ${introduced}`, "num", formula, 2),
  ];
  const known = given.map((name) => SYNONYMS[name]);
  if (!known.some((words) => words === undefined)) {
    const join = (form: (name: string, words: string) => string) =>
      given
        .map((name, index) => form(name, known[index] ?? name))
        .map((text, index) => (index === 0 ? text : index === given.length - 1 ? `(,)? and ${text}` : `, ${text}`))
        .join(" ");
    const lead = `${measure} (of|for) ${figure} (with|of|given|from|have|whose|when) (its|the)?`;
    entries.push(
      value(`${lead} ${join((name, words) => `(its)? ${words} <${name}:num>`)} (be given)?`, "num", formula, 0.5),
      value(`${lead} ${join((name, words) => `(its)? ${words} {${name}:NM[any]}`)} (be given)?`, "num", formula, 0.5),
    );
  }
  return entries;
}

/** Measures of figures, triangles, lines and points. */
export const GEOMETRY: readonly Entry[] = [
  ...MEASURES.flatMap(measured),
  claim("=triangle be equilateral <x:num> <y:num> <z:num>", "x == y == z"),
  claim("=triangle be isosceles <x:num> <y:num> <z:num>", "x == y or y == z or x == z"),
  claim("=triangle be scalene <x:num> <y:num> <z:num>", "x != y and y != z and x != z"),
  claim(
    "=triangle be right (angled)? (triangle)? <x:num> <y:num> <z:num>",
    "sorted([x ** 2, y ** 2, z ** 2])[0] + sorted([x ** 2, y ** 2, z ** 2])[1] == sorted([x ** 2, y ** 2, z ** 2])[2]",
    40,
  ),
  claim(
    "=triangle (be (valid|possible)) (with|from|for)? (given)? angle <x:num> <y:num> <z:num>",
    "x + y + z == 180 and x > 0 and y > 0 and z > 0",
  ),
  claim(
    "=triangle (of|with) positive area be possible with angle <x:num> <y:num> <z:num>",
    "x + y + z == 180 and x > 0 and y > 0 and z > 0",
  ),
  claim(
    "=triangle be (valid|possible) (with|from|for|if) (given)? (three)? (side|length) <x:num> <y:num> <z:num>",
    "x + y > z and y + z > x and x + z > y",
  ),
  claim(
    "three (side|length) (can)? form (a)? (valid)? triangle <x:num> <y:num> <z:num>",
    "x + y > z and y + z > x and x + z > y",
  ),
  value(
    "third angle of (a)? triangle (using|from|given|with) two (other)? angle <a:num> <b:num>",
    "num",
    "180 - (a + b)",
  ),
  value(
    "third side of (a)? right (angled)? triangle (using|from|given|with) two side <a:num> <b:num>",
    "num",
    "math.sqrt(a ** 2 + b ** 2)",
    40,
  ),
  value(
    "(euclidean)? distance between two point <x1:num> <y1:num> <x2:num> <y2:num>",
    "float",
    "math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)",
    40,
  ),
  value(
    "(mid point | midpoint) of (a)? line <x1:num> <y1:num> <x2:num> <y2:num>",
    "tuple[num]",
    "((x1 + x2) / 2, (y1 + y2) / 2)",
    3,
  ),
  value("hypotenuse <a:num> <b:num>", "float", "math.sqrt(a ** 2 + b ** 2)", 20),
  value("(number|count) of diagonal (of|in) (a)? (polygon) (with|of|have) {n:int} side", "int", "n * (n - 3) // 2"),
  value("sum of (interior)? angle (of|in) (a)? polygon (with|of|have) {n:int} side", "int", "(n - 2) * 180"),
];
