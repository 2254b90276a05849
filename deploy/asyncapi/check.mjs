import { Parser, fromFile } from "@asyncapi/parser";
const file = process.argv[2];
const { diagnostics } = await fromFile(new Parser(), file).parse();
const errors = diagnostics.filter((found) => found.severity === 0);
for (const found of errors) console.error(`${file}:${found.range.start.line + 1}: ${found.path.join(".")}: ${found.message}`);
process.exit(errors.length ? 1 : 0);
