/** D1 that answers nothing but errors. */
export function failingD1(): D1Database {
  const fail = async () => {
    throw new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.");
  };
  const statement = { bind: () => statement, all: fail, run: fail, raw: fail, first: fail };
  return { prepare: () => statement, batch: fail, exec: fail } as unknown as D1Database;
}

/** D1 that never answers. */
export function silentD1(): D1Database {
  const hang = () => new Promise(() => undefined);
  const statement = { bind: () => statement, all: hang, run: hang, raw: hang, first: hang };
  return { prepare: () => statement, batch: hang, exec: hang } as unknown as D1Database;
}

/** D1 that does what it is told and then says that it failed. */
export function lyingD1(real: D1Database): D1Database {
  const after = async (work: Promise<unknown>): Promise<never> => {
    await work;
    throw new Error("D1_ERROR: Network connection lost.");
  };
  const wrap = (statement: D1PreparedStatement): object => ({
    real: statement,
    bind: (...values: unknown[]) => wrap(statement.bind(...values)),
    all: () => after(statement.all()),
    run: () => after(statement.run()),
    raw: () => after(statement.raw()),
    first: () => after(statement.first()),
  });
  return {
    prepare: (query: string) => wrap(real.prepare(query)),
    batch: (statements: { real: D1PreparedStatement }[]) =>
      after(real.batch(statements.map((statement) => statement.real))),
  } as unknown as D1Database;
}

/** D1 that takes every statement but those that name `table`, whose values it finds too large. */
export function refusingD1(real: D1Database, table: string): D1Database {
  const refused = new WeakSet<D1PreparedStatement>();
  const mark = (statement: D1PreparedStatement): D1PreparedStatement => {
    refused.add(statement);
    return new Proxy(statement, {
      get: (target, name) =>
        name === "bind" ? (...values: unknown[]) => remember(target.bind(...values)) : Reflect.get(target, name),
    });
  };
  const remember = (statement: D1PreparedStatement): D1PreparedStatement => {
    refused.add(statement);
    return statement;
  };
  return {
    prepare: (query: string) => (query.includes(table) ? mark(real.prepare(query)) : real.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) => {
      if (statements.some((statement) => refused.has(statement))) {
        throw new Error("D1_ERROR: string or blob too big: SQLITE_TOOBIG");
      }
      return real.batch(statements);
    },
  } as unknown as D1Database;
}
