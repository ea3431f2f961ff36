declare namespace Cloudflare {
  interface Env {
    /** D1 migrations, handed to the tests by vitest.config.ts. */
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}
