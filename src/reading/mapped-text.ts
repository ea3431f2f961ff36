/** Characters taken out of a prompt, each with the place in the prompt where it stands. Offsets are UTF-16 code units. */
export interface MappedText {
  text: string;
  /** One offset into the prompt per code unit of `text`, never decreasing. */
  offsets: readonly number[];
}

export interface Span {
  start: number;
  end: number;
}

export function mapped(prompt: string, start: number, end: number): MappedText {
  const text = prompt.slice(start, end);
  return { text, offsets: Array.from({ length: text.length }, (_, index) => start + index) };
}

export function sliceText(source: MappedText, start: number, end: number): MappedText {
  return { text: source.text.slice(start, end), offsets: source.offsets.slice(start, end) };
}

/** Parts one after another. The separator stands at the end of the part before it. */
export function joinText(parts: readonly MappedText[], separator: string): MappedText {
  let text = "";
  const offsets: number[] = [];
  parts.forEach((part, index) => {
    if (index > 0) {
      const before = offsets.at(-1) ?? part.offsets[0] ?? 0;
      text += separator;
      for (let count = 0; count < separator.length; count += 1) offsets.push(before);
    }
    text += part.text;
    for (const offset of part.offsets) offsets.push(offset);
  });
  return { text, offsets };
}

/** The region of the prompt that a range of the text covers; null for a range without characters. */
export function spanIn(source: MappedText, start: number, end: number): Span | null {
  const first = source.offsets[start];
  const last = source.offsets[end - 1];
  return first === undefined || last === undefined || end <= start ? null : { start: first, end: last + 1 };
}

/** The text with every range replaced by spaces, line ends kept, so that positions stay. */
export function blank(text: string, ranges: readonly Span[]): string {
  let result = text;
  for (const { start, end } of ranges)
    result = result.slice(0, start) + result.slice(start, end).replace(/[^\n]/g, " ") + result.slice(end);
  return result;
}
