// The floors of the house: imports point downwards. `npm run lint` runs this; the map in CONTRIBUTING.md shows them.
const floors = ["core", "kube", "components", "config", "checks", "gitops", "policy", "cli", "dev", "tests"];

/** What a floor imports although it lies above, and why. */
const exceptions = [
  // Types are gone when the program runs. `Environment` is inferred from the schema, which stands above its parts.
  { from: "^components/", to: "^config/schema[.]ts$", dependencyTypesNot: ["type-only"] },
];

const above = (floor) => floors.slice(floors.indexOf(floor) + 1);

module.exports = {
  forbidden: [
    ...floors.slice(0, -1).map((floor) => ({
      name: `${floor}-imports-downwards`,
      severity: "error",
      comment: `${floor}/ imports only what lies below it: move what both need down, or this up`,
      from: { path: `^${floor}/` },
      to: {
        path: `^(${above(floor).join("|")})/`,
        pathNot: exceptions.filter(({ from }) => new RegExp(from).test(`${floor}/`)).map(({ to }) => to),
      },
    })),
    ...exceptions.map(({ from, to, ...how }, index) => ({
      name: `exception-${index + 1}-holds-for-types-only`,
      severity: "error",
      from: { path: from },
      to: { path: to, ...how },
    })),
    {
      name: "users-data-stay-outside",
      severity: "error",
      comment: "platform.ts is the user's: only index.ts, the commands and their tests read it",
      from: { path: "^(core|kube|components|config|checks|gitops|policy)/|^exports[.]ts$" },
      to: { path: "^(platform|index)[.]ts$" },
    },
    {
      name: "program-needs-no-dev-packages",
      severity: "error",
      comment: "npm ci --omit=dev leaves out what only dev/, tests and commands for developers need",
      from: { path: "^(core|kube|components|config|checks|gitops)/|^(exports|index|platform)[.]ts$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "plugin-needs-no-dev-packages",
      severity: "error",
      comment: "an installed package serves programs in other languages with what it brings",
      from: { path: "^cli/package/(provider|inputs|packageSchema)[.]ts$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "each of these files needs the other first: a third one below both has what they share",
      from: { pathNot: "node_modules" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules|^ci/deployments/|^examples/|^dist/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
