import { defineConfig } from "drizzle-kit";

/** `npm run migrations` writes the SQL that brings D1 to the state of the schema. */
export default defineConfig({
  dialect: "sqlite",
  driver: "d1-http",
  schema: "./src/store/schema.ts",
  out: "./migrations",
});
