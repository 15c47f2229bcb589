import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertValid } from "../../checks";
import { missingSecrets } from "../../config/checks";
import { isPlainObject, type PlainObject } from "../../core/merge";
import { environmentInCheckout, loadCheckout } from "../../config/checkout";
import { together } from "../../core/errors";
import { SecretValue } from "../../core/secret";
import { validateEnvironment } from "../../config/validate";
import { sound } from "../messages/platform";
import { messageOf, table } from "../../dev/support/messages";

/** As the loader does with a decrypted stack: `{ secure: … }` is a secret. */
function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets);
  if (!isPlainObject(value)) return value;
  if (typeof value.secure === "string") return new SecretValue(value.secure);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSecrets(item)]));
}

describe("messages", () => {
  table<PlainObject>("stack", (input) =>
    messageOf(() => {
      const environment = validateEnvironment("test", [sound, withSecrets(input) as PlainObject]);
      assertValid(environment, [], missingSecrets(environment));
    }),
  );

  table<string>("manifests", (text) =>
    messageOf(() => assertValid(validateEnvironment("test", [sound]), [{ path: "k8s/base/mine.yaml", text }])),
  );

  describe("of files", () => {
    let directory: string;
    before(() => (directory = mkdtempSync(join(tmpdir(), "messages-"))));
    after(() => rmSync(directory, { recursive: true }));

    table<string>("stackfile", async (text) => {
      writeFileSync(join(directory, "Pulumi.dev.yaml"), text);
      const message = await messageOf(() =>
        environmentInCheckout({ repository: { url: "https://git.example.com/platform.git" } }, directory, "dev"),
      );
      return message.replaceAll(directory, ".");
    });

    table<Record<string, PlainObject | string>>("checkout", async (files) => {
      const prod = { namespace: "agentgateway", argocd: { mode: "existing" }, cluster: { name: "prod" } };
      const checkout = mkdtempSync(join(directory, "checkout-"));
      for (const [stack, config] of Object.entries({ prod, ...files })) {
        const text = typeof config === "string" ? config : JSON.stringify({ config });
        writeFileSync(join(checkout, `Pulumi.${stack}.yaml`), text);
      }
      const message = await messageOf(() => {
        const { broken } = loadCheckout(sound, checkout);
        if (broken.length > 0) throw together(broken.map(({ error }) => error));
      });
      return message.replaceAll(checkout, ".");
    });
  });
});
