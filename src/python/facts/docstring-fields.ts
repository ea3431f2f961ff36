import type { PositionedNode } from "../module.ts";
import { type DocLine, type Docstring, regionOf } from "./docstring.ts";

export type DocFieldRole = "parameter" | "returns" | "yields" | "raises" | "other";

/** One documented thing: a parameter, what is returned, an exception. `type` is verbatim, as written in the docstring. */
export interface DocField {
  role: DocFieldRole;
  /** Parameter name or exception; null for what is returned and for sections that are only text. */
  name: string | null;
  type: string | null;
  text: string;
  style: "sphinx" | "google" | "numpy";
  node: PositionedNode;
}

export interface DocFields {
  fields: DocField[];
  /** Lines that belong to fields or their headings, by index; the rest is prose. */
  used: Set<number>;
}

const SECTIONS: [RegExp, DocFieldRole][] = [
  [/^(?:args|arguments|parameters|params|(?:keyword|other) (?:args|arguments|parameters))$/i, "parameter"],
  [/^returns?$/i, "returns"],
  [/^yields?$/i, "yields"],
  [/^(?:raises?|exceptions?|throws)$/i, "raises"],
  [/^(?:attributes|methods|examples?|notes?|see also|references?|warnings?|warns|todo|side effects)$/i, "other"],
];

function roleOf(heading: string): DocFieldRole | null {
  return SECTIONS.find(([pattern]) => pattern.test(heading))?.[1] ?? null;
}

/**
 * Reads the three common docstring notations: reStructuredText field lists as Sphinx takes them (also with Epytext's `@`), the sections of the
 * Google style guide (Sphinx napoleon) and numpydoc's underlined sections.
 */
export function docFields({ lines }: Docstring): DocFields {
  const found: DocFields = { fields: [], used: new Set() };
  for (let index = 0; index < lines.length; ) {
    index =
      sphinxField(lines, index, found) ??
      numpySection(lines, index, found) ??
      googleSection(lines, index, found) ??
      index + 1;
  }
  return found;
}

function markUsed(found: DocFields, from: number, to: number): void {
  for (let index = from; index < to; index += 1) found.used.add(index);
}

/** First line after `from` that is neither blank nor indented deeper than `indent`; blank lines before it are not part of the block. */
function blockEnd(lines: readonly DocLine[], from: number, indent: number): number {
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.text === "") continue;
    if (line.indent <= indent) break;
    end = index + 1;
  }
  return end;
}

function textOf(first: string, lines: readonly DocLine[], from: number, to: number): string {
  const text = [first, ...lines.slice(from, to).map((line) => line.text.trim())].join("\n");
  return text.trim().replace(/(?<=\S)\n(?=\S)/g, " ");
}

const SPHINX =
  /^[:@](param|parameter|arg|argument|key|keyword|kwarg|type|raises?|except|exception|returns?|rtype|yields?|ytype)(?:\s+([^:]*?))?\s*:(?:\s+|$)(.*)$/;

function sphinxField(lines: readonly DocLine[], index: number, found: DocFields): number | null {
  const line = lines[index];
  const match = line && SPHINX.exec(line.text.trim());
  if (!line || !match) return null;
  const [, tag = "", argument = "", first = ""] = match;
  const end = blockEnd(lines, index + 1, line.indent);
  const node = regionOf(lines, index, Math.max(index, end - 1));
  const text = textOf(first, lines, index + 1, end);
  markUsed(found, index, Math.max(end, index + 1));
  const add = (role: DocFieldRole, name: string | null, type: string | null, description: string) =>
    found.fields.push({ role, name, type, text: description, style: "sphinx", node });
  if (tag === "type") add("parameter", bareName(argument), text, "");
  else if (/^(?:rtype|ytype)$/.test(tag)) add(tag === "rtype" ? "returns" : "yields", null, text, "");
  else if (/^returns?$/.test(tag)) add("returns", null, null, text);
  else if (/^yields?$/.test(tag)) add("yields", null, null, text);
  else if (/^(?:raises?|except|exception)$/.test(tag)) {
    const names = argument.split(/\s*,\s*|\s+or\s+/).filter((name) => name !== "");
    for (const name of names) add("raises", name.replace(/^~/, ""), null, text);
  } else {
    const words = argument.split(/\s+/);
    const name = words.pop() ?? "";
    if (name !== "") add("parameter", bareName(name), words.length > 0 ? words.join(" ") : null, text);
  }
  return Math.max(end, index + 1);
}

function bareName(name: string): string {
  return name.replace(/^\\?\*{1,2}|^\\\*\\\*/, "").replaceAll("\\", "");
}

function numpySection(lines: readonly DocLine[], index: number, found: DocFields): number | null {
  const heading = lines[index];
  const rule = lines[index + 1];
  if (!heading || !rule || !/^\s*-{3,}\s*$/.test(rule.text) || heading.text === "") return null;
  const role = roleOf(heading.text.trim());
  if (role === null) return null;
  let end = index + 2;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line) break;
    if (/^\s*-{3,}\s*$/.test(lines[end + 1]?.text ?? "") && line.text !== "") break;
    if (line.text !== "" && line.indent < heading.indent) break;
    if (line.text === "" && role !== "other" && endsList(lines, end, heading.indent, role)) break;
  }
  markUsed(found, index, end);
  if (role === "other") return end;
  for (let item = index + 2; item < end; ) {
    const line = lines[item];
    if (!line || line.text === "" || line.indent > heading.indent) {
      item += 1;
      continue;
    }
    const next = Math.min(blockEnd(lines, item + 1, heading.indent), end);
    numpyItem(lines, item, Math.max(next, item + 1), role, found);
    item = Math.max(next, item + 1);
  }
  return end;
}

/** After a blank line a numpydoc list goes on only when what follows looks like another item. */
function endsList(lines: readonly DocLine[], blank: number, indent: number, role: DocFieldRole): boolean {
  const next = lines.slice(blank).findIndex(({ text }) => text !== "");
  const line = next < 0 ? undefined : lines[blank + next];
  if (!line) return true;
  if (line.indent > indent) return false;
  return !(role === "parameter" ? /^[\w*\\, .]+\s:(\s|$)/ : /^[\w.]+(\s:\s.*)?$/).test(line.text.trim());
}

function numpyItem(lines: readonly DocLine[], from: number, to: number, role: DocFieldRole, found: DocFields): void {
  const head = lines[from]?.text.trim() ?? "";
  const node = regionOf(lines, from, to - 1);
  const text = textOf("", lines, from + 1, to);
  const split = /^(.*?)(?:\s+:(?:\s+(.*))?)?$/.exec(head);
  const names = split?.[1] ?? head;
  const type = split?.[2] ?? null;
  if (role === "parameter") {
    for (const name of names.split(/\s*,\s*/)) {
      if (/^\\?\*{0,2}[\w\\*]+$/.test(name)) {
        found.fields.push({ role, name: bareName(name), type, text, style: "numpy", node });
      }
    }
  } else if (role === "raises") {
    for (const name of names.split(/\s*,\s*|\s+or\s+/)) {
      found.fields.push({ role, name, type: null, text, style: "numpy", node });
    }
  } else {
    found.fields.push({ role, name: null, type: type ?? names, text, style: "numpy", node });
  }
}

function googleSection(lines: readonly DocLine[], index: number, found: DocFields): number | null {
  const heading = lines[index];
  const match = heading && /^(\s*)([A-Za-z ]+):\s*$/.exec(heading.text);
  const role = match ? roleOf(match[2] ?? "") : null;
  if (!heading || role === null) return null;
  const end = blockEnd(lines, index + 1, heading.indent);
  if (end === index + 1 || end === index) return null;
  markUsed(found, index, end);
  if (role === "other") return end;
  const indent = Math.min(
    ...lines
      .slice(index + 1, end)
      .filter(({ text }) => text !== "")
      .map((line) => line.indent),
  );
  if (role === "returns" || role === "yields") {
    googleResult(lines, index + 1, end, role, found);
    return end;
  }
  for (let item = index + 1; item < end; ) {
    const line = lines[item];
    if (!line || line.text === "") {
      item += 1;
      continue;
    }
    const next = Math.max(Math.min(blockEnd(lines, item + 1, indent), end), item + 1);
    googleItem(lines, item, next, role, found);
    item = next;
  }
  return end;
}

function googleItem(lines: readonly DocLine[], from: number, to: number, role: DocFieldRole, found: DocFields): void {
  const head = lines[from]?.text.trim() ?? "";
  const node = regionOf(lines, from, to - 1);
  if (role === "raises") {
    const match = /^((?:[A-Za-z_][\w.]*)(?:\s*(?:,|or|\|)\s*[A-Za-z_][\w.]*)*)\s*(?::(?:\s+|$)(.*)|$)/.exec(head);
    if (!match) return;
    const text = textOf(match[2] ?? "", lines, from + 1, to);
    for (const name of (match[1] ?? "").split(/\s*,\s*|\s+or\s+|\s*\|\s*/)) {
      found.fields.push({ role, name, type: null, text, style: "google", node });
    }
    return;
  }
  const match = /^(\\?\*{0,2}[\w\\*]+)\s*(?:\((.*?)\))?\s*:(?:\s+|$)(.*)$/.exec(head);
  if (!match) return;
  const text = textOf(match[3] ?? "", lines, from + 1, to);
  found.fields.push({ role, name: bareName(match[1] ?? ""), type: match[2] ?? null, text, style: "google", node });
}

function googleResult(
  lines: readonly DocLine[],
  from: number,
  to: number,
  role: "returns" | "yields",
  found: DocFields,
): void {
  const head = lines[from]?.text.trim() ?? "";
  const match = /^([A-Za-z_][\w.]*(?:\[.*\])?(?:\s*\|\s*[A-Za-z_][\w.]*(?:\[.*\])?)*)\s*:\s+(.*)$/.exec(head);
  const text = textOf(match ? (match[2] ?? "") : head, lines, from + 1, to);
  const node = regionOf(lines, from, to - 1);
  found.fields.push({ role, name: null, type: match?.[1] ?? null, text, style: "google", node });
}
