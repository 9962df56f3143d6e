// node shacl.mjs SHAPES.ttl DATA.ttl: prints what does not conform, and exits 1 then. Tools come from tests/node_modules.
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(fileURLToPath(new URL('../../package.json', import.meta.url)));
const load = async (name) => {
	const module = await import(require.resolve(name));
	return module.default ?? module;
};
const rdf = await load('@zazuko/env');
const n3 = await load('n3');
const SHACLValidator = await load('rdf-validate-shacl');

async function read(file) {
	const dataset = rdf.dataset();
	const stream = createReadStream(file).pipe(new n3.StreamParser({ factory: rdf }));
	for await (const quad of stream)
		dataset.add(quad);
	return dataset;
}

const [shapes, data] = process.argv.slice(2);
const graph = await read(data);
const report = await new SHACLValidator(await read(shapes), { factory: rdf }).validate(graph);
const found = new Map();
for (const result of report.results) {
	const severity = result.severity?.value.replace(/.*#/, '') ?? 'Violation';
	const line = `${severity}: ${result.focusNode?.value} ${result.path?.value ?? ''} ` +
		`${result.sourceConstraintComponent?.value.replace(/.*#/, '')} ${result.value?.value ?? ''}`;
	found.set(line, severity);
}
for (const line of [...found.keys()].sort())
	console.log(line);
console.log(`${graph.size} triples, ${found.size} results`);
process.exit(report.conforms ? 0 : 1);
