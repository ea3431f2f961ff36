/** A new isolate after so many requests, whatever happened. */
const REQUESTS = 1000;
/** Tenants remembered; one that is forgotten gets a new isolate. */
const TENANTS = 5000;

interface Seat {
  name: string;
  generation: number;
  served: number;
}

/**
 * Which isolate serves whom. A name is made of the tenant and a generation, so that no isolate ever sees two tenants, and of a random epoch of this
 * instance, so that an isolate that another instance gave up is not taken up again.
 */
export class Isolates {
  readonly #epoch: string;
  readonly #seats = new Map<string, Seat>();

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  /** The name of the tenant's isolate; counts the request. */
  async take(tenant: string): Promise<string> {
    const known = this.#seats.get(tenant);
    const seat = known ?? { name: await digest(tenant), generation: 0, served: 0 };
    this.#seats.delete(tenant);
    this.#seats.set(tenant, seat);
    if (seat.served >= REQUESTS) renew(seat);
    seat.served += 1;
    const [oldest] = this.#seats.keys();
    if (this.#seats.size > TENANTS && oldest !== undefined) this.#seats.delete(oldest);
    return `${this.#epoch}-${seat.name}-${seat.generation}`;
  }

  /** The tenant's next request gets another isolate, if the one named is still its own. */
  retire(tenant: string, name: string): void {
    const seat = this.#seats.get(tenant);
    if (seat !== undefined && name.endsWith(`-${seat.name}-${seat.generation}`)) renew(seat);
  }
}

function renew(seat: Seat): void {
  seat.generation += 1;
  seat.served = 0;
}

async function digest(tenant: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(tenant));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
