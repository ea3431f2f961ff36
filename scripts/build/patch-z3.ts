import { BinaryReader, readSections, SECTION, type Section, unsignedLeb128, writeModule } from "./wasm-binary.ts";

/**
 * Makes the npm build of Z3 runnable without threads:
 * the imported memory becomes non-shared with the given page limits (atomic instructions stay valid on it),
 * custom sections go (4.9 MB of names), and `scoped_timer`'s constructor, the only place where a check would start a thread,
 * becomes `this->m_imp = nullptr; return this`, so that `:timeout` and `try-for` never fire.
 */
export interface PatchOptions {
  initialPages: number;
  maximumPages: number;
}

/** The input is not the module this patch was written for; `message` names the difference. */
export class PatchError extends Error {
  override readonly name = "PatchError";
}

const TIMER_CONSTRUCTOR = "scoped_timer::scoped_timer(unsigned int, event_handler*)";

/** No locals; local.get 0; i32.const 0; i32.store align=2 offset=0; local.get 0; end. */
const TIMER_BODY = Buffer.from([0x00, 0x20, 0x00, 0x41, 0x00, 0x36, 0x02, 0x00, 0x20, 0x00, 0x0b]);

const IMPORT_KIND = { function: 0, memory: 2 } as const;
const LIMITS = { hasMaximum: 1, sharedWithMaximum: 3 } as const;

export function patchZ3(module: Buffer, options: PatchOptions): Buffer {
  const { preamble, sections } = readSections(module);
  const timer = functionIndexByName(sections, TIMER_CONSTRUCTOR);
  const imports = patchImports(only(sections, SECTION.import), options);
  const code = replaceBody(only(sections, SECTION.code), timer - imports.functions, TIMER_BODY);
  const kept: Section[] = [];
  for (const section of sections) {
    if (section.id === SECTION.custom) continue;
    if (section.id === SECTION.import) kept.push({ id: section.id, contents: imports.contents });
    else if (section.id === SECTION.code) kept.push({ id: section.id, contents: code });
    else kept.push(section);
  }
  return writeModule(preamble, kept);
}

function only(sections: Section[], id: number): Buffer {
  const found = sections.filter((section) => section.id === id);
  const first = found[0];
  if (first === undefined || found.length > 1)
    throw new PatchError(`expected one section with id ${id}, found ${found.length}`);
  return first.contents;
}

function functionIndexByName(sections: Section[], wanted: string): number {
  const matches: number[] = [];
  for (const section of sections) {
    if (section.id !== SECTION.custom) continue;
    const reader = new BinaryReader(section.contents);
    if (reader.name() !== "name") continue;
    while (!reader.done) {
      const subsection = reader.byte();
      const names = new BinaryReader(reader.take(reader.unsigned()));
      if (subsection !== 1) continue; // 1: function names
      for (let left = names.unsigned(); left > 0; left -= 1) {
        const index = names.unsigned();
        if (names.name() === wanted) matches.push(index);
      }
    }
  }
  const first = matches[0];
  if (first === undefined || matches.length > 1)
    throw new PatchError(`expected one function named ${wanted}, found ${matches.length}`);
  return first;
}

function patchImports(contents: Buffer, options: PatchOptions): { contents: Buffer; functions: number } {
  const reader = new BinaryReader(contents);
  const count = reader.unsigned();
  const parts = [unsignedLeb128(count)];
  let functions = 0;
  let memories = 0;
  for (let left = count; left > 0; left -= 1) {
    const start = reader.position;
    const from = reader.name();
    const name = reader.name();
    const kind = reader.byte();
    if (kind === IMPORT_KIND.function) {
      reader.unsigned();
      functions += 1;
      parts.push(contents.subarray(start, reader.position));
    } else if (kind === IMPORT_KIND.memory) {
      memories += 1;
      const limitsAt = reader.position;
      const flags = reader.byte();
      if (flags !== LIMITS.sharedWithMaximum)
        throw new PatchError(`memory ${from}.${name} has limits flag ${flags}, not shared with a maximum (3)`);
      reader.unsigned();
      reader.unsigned();
      parts.push(
        contents.subarray(start, limitsAt),
        Buffer.from([LIMITS.hasMaximum]),
        unsignedLeb128(options.initialPages),
        unsignedLeb128(options.maximumPages),
      );
    } else throw new PatchError(`import ${from}.${name} has kind ${kind}; only functions and one memory are expected`);
  }
  if (memories !== 1) throw new PatchError(`expected one imported memory, found ${memories}`);
  return { contents: Buffer.concat(parts), functions };
}

function replaceBody(contents: Buffer, index: number, body: Buffer): Buffer {
  const reader = new BinaryReader(contents);
  const count = reader.unsigned();
  if (index < 0 || index >= count) throw new PatchError(`function ${index} has no body in this module`);
  for (let before = 0; before < index; before += 1) reader.take(reader.unsigned());
  const start = reader.position;
  reader.take(reader.unsigned());
  return Buffer.concat([
    contents.subarray(0, start),
    unsignedLeb128(body.length),
    body,
    contents.subarray(reader.position),
  ]);
}
