import { BinaryReader, readSections, type Section, unsignedLeb128, writeModule } from "./wasm-binary.ts";

/**
 * Fuel: a mutable i64 global, exported as `__fuel`, is decreased at each function entry and each loop head by one and at each bulk copy or fill by one per
 * 32 bytes; below zero the module executes `unreachable`. The trap unwinds everything: no handler inside the module can hold on to it, and as the global
 * stays negative, whatever code runs next traps as well.
 * Binary format: https://webassembly.github.io/spec/core/binary/.
 */
export interface MeterOptions {
  /** Declared maximum of the only memory, in pages of 64 KiB. */
  maximumPages: number;
}

export interface Metered {
  module: Buffer;
  functions: number;
  loops: number;
  bulk: number;
}

/** The input holds something that this rewriter was not written for. */
export class MeterError extends Error {
  override readonly name = "MeterError";
}

export const FUEL_EXPORT = "__fuel";

const SECTION = { type: 1, import: 2, function: 3, memory: 5, global: 6, export: 7, code: 10 } as const;
const I32 = 0x7f;
/** 2^5 bytes of a bulk operation cost one unit, about what a loop over them would. */
const BULK_SHIFT = 5;

const OP = { unreachable: 0x00, block: 0x02, loop: 0x03, if: 0x04, prefixed: 0xfc, simd: 0xfd } as const;
const MEMORY_COPY = 10;
const MEMORY_FILL = 11;

export function meterWasm(module: Buffer, options: MeterOptions): Metered {
  const { preamble, sections } = readSections(module);
  const contents = (id: number): Buffer => {
    const found = sections.filter((section) => section.id === id);
    if (found.length !== 1 || found[0] === undefined)
      throw new MeterError(`expected one section ${id}, found ${found.length}`);
    return found[0].contents;
  };
  const parameters = parameterCounts(contents(SECTION.type));
  const globals = new BinaryReader(contents(SECTION.global));
  const ownGlobals = globals.unsigned();
  const fuel = importedGlobals(contents(SECTION.import)) + ownGlobals;
  const code = meterCode(contents(SECTION.code), functionTypes(contents(SECTION.function)), parameters, fuel);
  const replaced = new Map<number, Buffer>([
    [
      SECTION.global,
      // i64, mutable, i64.const 0, end
      Buffer.concat([unsignedLeb128(ownGlobals + 1), rest(globals), Buffer.from([0x7e, 0x01, 0x42, 0x00, 0x0b])]),
    ],
    [SECTION.export, withFuelExport(contents(SECTION.export), fuel)],
    [SECTION.memory, withMaximum(contents(SECTION.memory), options.maximumPages)],
    [SECTION.code, code.contents],
  ]);
  const written: Section[] = sections.map(({ id, contents }) => ({ id, contents: replaced.get(id) ?? contents }));
  return { module: writeModule(preamble, written), functions: code.functions, loops: code.loops, bulk: code.bulk };
}

const rest = (reader: BinaryReader): Buffer => reader.bytes.subarray(reader.position);

function parameterCounts(section: Buffer): number[] {
  const reader = new BinaryReader(section);
  const counts: number[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const form = reader.byte();
    if (form !== 0x60) throw new MeterError(`type ${counts.length} has form 0x${form.toString(16)}, not a function`);
    const parameters = reader.unsigned();
    for (let index = 0; index < parameters; index += 1) valueType(reader);
    for (let results = reader.unsigned(); results > 0; results -= 1) valueType(reader);
    counts.push(parameters);
  }
  return counts;
}

function valueType(reader: BinaryReader): void {
  const type = reader.byte();
  if (type === 0x63 || type === 0x64)
    reader.unsigned(); // a reference to a heap type
  else if (type < 0x67 || type > 0x7f) throw new MeterError(`unknown value type 0x${type.toString(16)}`);
}

function importedGlobals(section: Buffer): number {
  const reader = new BinaryReader(section);
  let globals = 0;
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === 0) reader.unsigned();
    else if (kind === 3) {
      valueType(reader);
      reader.byte();
      globals += 1;
    } else throw new MeterError(`import of kind ${kind}; only functions and globals are expected`);
  }
  return globals;
}

function functionTypes(section: Buffer): number[] {
  const reader = new BinaryReader(section);
  return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

function withFuelExport(section: Buffer, fuel: number): Buffer {
  const reader = new BinaryReader(section);
  const count = reader.unsigned();
  const name = Buffer.from(FUEL_EXPORT);
  return Buffer.concat([
    unsignedLeb128(count + 1),
    rest(reader),
    unsignedLeb128(name.length),
    name,
    Buffer.from([3]),
    unsignedLeb128(fuel),
  ]);
}

function withMaximum(section: Buffer, maximumPages: number): Buffer {
  const reader = new BinaryReader(section);
  if (reader.unsigned() !== 1 || reader.byte() !== 1) throw new MeterError("expected one memory with a maximum");
  const initial = reader.unsigned();
  const maximum = reader.unsigned();
  if (!reader.done || initial > maximumPages || maximum < maximumPages)
    throw new MeterError(`memory has limits ${initial} to ${maximum} pages, which ${maximumPages} does not fit`);
  return Buffer.concat([Buffer.from([1, 1]), unsignedLeb128(initial), unsignedLeb128(maximumPages)]);
}

interface MeteredCode {
  contents: Buffer;
  functions: number;
  loops: number;
  bulk: number;
}

function meterCode(section: Buffer, types: number[], parameters: number[], fuel: number): MeteredCode {
  const reader = new BinaryReader(section);
  const functions = reader.unsigned();
  const global = unsignedLeb128(fuel);
  const trapBelowZero = Buffer.concat([
    Buffer.from([0x23]), // global.get fuel
    global,
    Buffer.from([0x42, 0x00, 0x53, 0x04, 0x40, OP.unreachable, 0x0b]), // i64.const 0; i64.lt_s; if; unreachable; end
  ]);
  const tick = Buffer.concat([
    Buffer.from([0x23]),
    global,
    Buffer.from([0x42, 0x01, 0x7d, 0x24]), // i64.const 1; i64.sub; global.set fuel
    global,
    trapBelowZero,
  ]);
  const totals = { loops: 0, bulk: 0 };
  const parts: Buffer[] = [unsignedLeb128(functions)];
  for (let index = 0; index < functions; index += 1) {
    const body = new BinaryReader(reader.take(reader.unsigned()));
    const own = parameters[types[index] ?? -1];
    if (own === undefined) throw new MeterError(`function ${index} has no type`);
    const { groups, count } = localGroups(body);
    const scratch = unsignedLeb128(own + count);
    const charge = Buffer.concat([
      Buffer.from([0x21]), // local.set scratch
      scratch,
      Buffer.from([0x23]), // global.get fuel
      global,
      Buffer.from([0x20]),
      scratch,
      Buffer.from([0xad, 0x42, BULK_SHIFT, 0x88, 0x7d, 0x24]), // i64.extend_i32_u; i64.const; i64.shr_u; i64.sub; global.set
      global,
      trapBelowZero,
      Buffer.from([0x20]),
      scratch,
    ]);
    const { pieces, loops, bulk } = meterBody(body, tick, charge);
    totals.loops += loops;
    totals.bulk += bulk;
    const locals =
      bulk === 0
        ? [unsignedLeb128(groups.length), ...groups]
        : [unsignedLeb128(groups.length + 1), ...groups, Buffer.from([1, I32])];
    const whole = Buffer.concat([...locals, tick, ...pieces]);
    parts.push(unsignedLeb128(whole.length), whole);
  }
  return { contents: Buffer.concat(parts), functions, ...totals };
}

function localGroups(body: BinaryReader): { groups: Buffer[]; count: number } {
  const groups: Buffer[] = [];
  let count = 0;
  for (let left = body.unsigned(); left > 0; left -= 1) {
    const start = body.position;
    count += body.unsigned();
    valueType(body);
    groups.push(body.bytes.subarray(start, body.position));
  }
  return { groups, count };
}

function meterBody(body: BinaryReader, tick: Buffer, charge: Buffer) {
  const pieces: Buffer[] = [];
  let loops = 0;
  let bulk = 0;
  let copied = body.position;
  const flush = (end: number): void => {
    pieces.push(body.bytes.subarray(copied, end));
    copied = end;
  };
  while (!body.done) {
    const start = body.position;
    const opcode = body.byte();
    const operation = immediates(body, opcode);
    if (opcode === OP.loop) {
      loops += 1;
      flush(body.position);
      pieces.push(tick);
    } else if (opcode === OP.prefixed && (operation === MEMORY_COPY || operation === MEMORY_FILL)) {
      bulk += 1;
      flush(start);
      pieces.push(charge);
    }
  }
  flush(body.position);
  return { pieces, loops, bulk };
}

/** Moves past the immediates of an instruction; answers the operation of a prefixed one. */
function immediates(reader: BinaryReader, opcode: number): number | null {
  const skip = (count: number): null => {
    for (let left = count; left > 0; left -= 1) while ((reader.byte() & 0x80) !== 0);
    return null;
  };
  if (opcode === OP.prefixed) return prefixed(reader, skip);
  if (opcode === OP.simd) return simd(reader, skip);
  if ((opcode >= 0x45 && opcode <= 0xc4) || PLAIN.has(opcode)) return null;
  if (ONE_IMMEDIATE.has(opcode) || (opcode >= 0x20 && opcode <= 0x26)) return skip(1);
  if (TWO_IMMEDIATES.has(opcode) || (opcode >= 0x28 && opcode <= 0x3e)) return skip(2);
  if (opcode === 0x43) return bytes(reader, 4);
  if (opcode === 0x44) return bytes(reader, 8);
  if (opcode === 0x0e) return skip(reader.unsigned() + 1); // br_table
  if (opcode === 0x1c) return skip(reader.unsigned()); // select with types
  if (opcode === 0x1f) return tryTable(reader, skip);
  throw new MeterError(`unknown instruction 0x${opcode.toString(16)}`);
}

/** unreachable, nop, else, end, return, drop, select, throw_ref, catch_all, ref.is_null, ref.eq, ref.as_non_null */
const PLAIN = new Set([0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x1a, 0x1b, 0x19, 0xd1, 0xd3, 0xd4]);
/**
 * block, loop, if, try, catch, throw, rethrow, delegate, br, br_if, call, return_call, call_ref, return_call_ref, memory.size, memory.grow, i32.const,
 * i64.const, ref.null, ref.func
 */
const ONE_IMMEDIATE = new Set([
  0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x18, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, 0x3f, 0x40, 0x41, 0x42, 0xd0,
  0xd2,
]);
/** call_indirect, return_call_indirect */
const TWO_IMMEDIATES = new Set([0x11, 0x13]);

type Skip = (count: number) => null;

function bytes(reader: BinaryReader, count: number): null {
  reader.take(count);
  return null;
}

function prefixed(reader: BinaryReader, skip: Skip): number {
  const operation = reader.unsigned();
  if (operation > 17) throw new MeterError(`unknown instruction 0xfc ${operation}`);
  if (operation > 7) skip([8, 10, 12, 14].includes(operation) ? 2 : 1);
  return operation;
}

function simd(reader: BinaryReader, skip: Skip): null {
  const operation = reader.unsigned();
  if (operation <= 11 || operation === 92 || operation === 93) return skip(2);
  if (operation === 12 || operation === 13) return bytes(reader, 16);
  if (operation >= 21 && operation <= 34) return bytes(reader, 1);
  if (operation >= 84 && operation <= 91) {
    skip(2);
    return bytes(reader, 1);
  }
  return null;
}

function tryTable(reader: BinaryReader, skip: Skip): null {
  skip(1);
  for (let left = reader.unsigned(); left > 0; left -= 1) skip(reader.byte() < 2 ? 2 : 1);
  return null;
}
