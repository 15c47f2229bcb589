import * as pulumi from "@pulumi/pulumi";

/** What a program registered with the engine. */
export interface Registration {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Logical name of the provider, where one was given. */
  provider?: string;
}

const SECRET_MARK = "4dabf18193072939515e22adb298388d";

/**
 * Runs something that makes Pulumi resources against a recording engine.
 *
 * It shows what is registered: not what a cluster would answer, nor options like `dependsOn`.
 *
 * @returns the registrations, sorted by type and name; a name used twice for one type fails, as it does in a real engine
 */
export async function record(program: () => unknown): Promise<Registration[]> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: given, provider }) => {
        const inputs = given as Record<string, unknown>;
        registrations.push({
          type,
          name,
          inputs: unwrap(inputs) as Record<string, unknown>,
          ...(provider ? { provider: provider.split("::").at(-2) } : {}),
        });
        return { id: `${name}-id`, state: { ...inputs, ...computed(type, inputs) } };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    "agentgateway-infra",
    "test",
    false,
  );
  await shortStacks(async () => {
    await program();
    await pulumi.runtime.disconnect();
  });
  const keys = registrations.map(({ type, name }) => `${type} ${name}`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice) throw new Error(`registered twice: ${twice}`);
  return registrations.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}

/**
 * The SDK takes a stack trace of each promise, which source maps then translate, frame by frame: more work than all else here.
 * One frame says where an error came from.
 */
async function shortStacks(run: () => Promise<void>): Promise<void> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What real providers would compute. */
function computed(type: string, { type: secretType, metadata }: Record<string, unknown>): object {
  if (type === "random:index/randomPassword:RandomPassword") return { result: "generated", bcryptHash: "hashed" };
  return {
    ...(secretType === "kubernetes.io/service-account-token" ? { data: { token: "dG9rZW4=" } } : {}),
    ...(metadata ? { metadata: { ...metadata, creationTimestamp: "2026-01-02T03:04:05Z" } } : {}),
  };
}

/** Secrets arrive wrapped, to mark them for the engine. */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET_MARK in value) return { secret: unwrap((value as { value?: unknown }).value) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
}
