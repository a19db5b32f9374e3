/**
 * A QR code, drawn as one path: it prints as sharply as it shows. Comes after a hand-in, never with the first load.
 */
import { correction, generate } from "./vendor/lean-qr.js";

const SVG = "http://www.w3.org/2000/svg";
// The light margin that readers need, in modules.
const MARGIN = 4;

function element(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The picture of `text`, called `label` for those who don't see it. Black on white, whatever the page's colours are. */
export function picture(text, label) {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const all = Array.from({ length: code.size }, (_, at) => at);
  const dark = all.flatMap((y) => all.filter((x) => code.get(x, y)).map((x) => `M${x} ${y}h1v1h-1z`)).join("");
  const size = code.size + 2 * MARGIN;
  const drawn = element("svg", {
    class: "qr", role: "img", "aria-label": label, viewBox: `${-MARGIN} ${-MARGIN} ${size} ${size}`, "shape-rendering": "crispEdges",
  });
  drawn.append(
    element("rect", { x: -MARGIN, y: -MARGIN, width: size, height: size, fill: "#fff" }),
    element("path", { d: dark, fill: "#000" }),
  );
  return drawn;
}
