// Checks rendered Kubernetes objects (a JSON array in a file) against the schemas of kubernetes-models, from Kubernetes' own OpenAPI
// document, and of KEDA's. Prints one line for each problem. The packages' validators check values and required fields; that there
// is no field of another name is checked by TypeScript, as an object literal of the declared type.
const fs = require("fs"), path = require("path");
const [, , modules, file, work] = process.argv;
const load = name => require(require.resolve(name, { paths: [modules] }));
const ts = load("typescript");

const objects = JSON.parse(fs.readFileSync(file, "utf8"));
const lines = [];
objects.forEach((object, index) => {
  const name = `${object.kind} ${object.metadata?.name}`;
  const schema = object.apiVersion.includes("keda.sh") ? `@kubernetes-models/keda/${object.apiVersion}` : `kubernetes-models/${object.apiVersion}`;
  let model;
  try {
    model = load(schema)[object.kind];
  } catch {
    model = undefined;
  }
  if (!model) {
    console.log(`${name}: there is no ${object.kind} in ${object.apiVersion}`);
    return;
  }
  try {
    new model(object).validate();
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
  lines.push([name, `import type { I${object.kind} as T${index} } from "${schema}"; export const o${index}: T${index} = ${JSON.stringify(object)};`]);
});

const source = path.join(modules, `ionsweep-manifests-${process.pid}.ts`);
const host = ts.createCompilerHost({}), read = host.getSourceFile;
const text = lines.map(line => line[1]).join("\n");
host.getSourceFile = (name, ...rest) => (name === source ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : read.call(host, name, ...rest));
const exists = host.fileExists;
host.fileExists = name => name === source || exists.call(host, name);
const program = ts.createProgram([source], { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Node10, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS }, host);
for (const problem of ts.getPreEmitDiagnostics(program)) {
  const at = problem.file?.fileName === source ? lines[problem.file.getLineAndCharacterOfPosition(problem.start).line][0] : "types";
  console.log(`${at}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`);
}
