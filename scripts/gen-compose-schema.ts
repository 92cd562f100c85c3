/**
 * Writes src/compose/schema/compose-spec.json from the Compose Specification's JSON schema (Apache-2.0) that dclint ships,
 * as it stood in compose-go 2.9.1, the version in Compose 2.40.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Node {
  properties?: Record<string, Node>;
  patternProperties?: Record<string, Node>;
  oneOf?: Node[];
  items?: Node;
  definitions?: Record<string, Node>;
  [key: string]: unknown;
}
const schema = JSON.parse(readFileSync('node_modules/dclint/schemas/compose.schema.json', 'utf8')) as Node;
const definitions = schema.definitions!;
const service = definitions.service!.properties!;
const build = service.build!.oneOf![1]!.properties!;
const stated = (what: string): Node => ({ type: ['string', 'boolean'], description: `Add a ${what} attestation` });
const { context, dockerfile, dockerfile_inline, entitlements, ...rest } = build;
service.build!.oneOf![1]!.properties = {
  ...Object.fromEntries(Object.entries({ context, dockerfile, dockerfile_inline, entitlements }).filter(([, v]) => v)),
  provenance: stated('provenance'),
  sbom: stated('SBOM'),
  ...rest,
};
const models = service.models!.oneOf![1]!.patternProperties!;
for (const [name, model] of Object.entries(models)) models[name] = { oneOf: [model, { type: 'null' }] };
const development = definitions.development! as { properties: { watch: { items: Node } } };
development.properties.watch.items.properties!.initial_sync = {
  type: 'boolean',
  description: 'Ensure that an initial synchronization is done before starting watch mode for sync+x triggers',
};
const plain = Object.fromEntries(Object.entries(schema).filter(([key]) => !['$schema', 'id', '$id'].includes(key)));
writeFileSync(
  'src/compose/schema/compose-spec.json',
  `${JSON.stringify(
    {
      $comment: 'The Compose Specification, https://github.com/compose-spec/compose-spec, Apache License 2.0.',
      ...plain,
    },
    undefined,
    1,
  )}\n`,
);
