import type { ValidationError } from "../core/errors";
import { fieldsOf, valueIn } from "./fields";
import { at, isGatewayKind, type Inventory } from "./inventory";
import { secretReaders } from "./secrets";

/** Fields of the API that take a secret itself, where they could take a Secret's name: Git would hold it in plain text. */
const plainFields = new Map(
  secretReaders.flatMap(({ plainField }) =>
    plainField === undefined ? [] : [plainField.split(".") as [string, string]],
  ),
);

/** Secrets in plain text, in files written by hand and in patches. The value is never shown. */
export function inlineSecrets({ items }: Inventory): ValidationError[] {
  return items.filter(isGatewayKind).flatMap((item) =>
    [...fieldsOf(item.object)].flatMap(({ path, key, value }) => {
      const field = plainFields.get(key);
      if (field === undefined || valueIn(value, field) === undefined) return [];
      return [
        {
          path: at(item, `${path}.${field}`),
          problem: "is a secret in plain text, and Git must not hold one",
          remedy: "Refer to a Secret by secretRef, and revoke what was here.",
        },
      ];
    }),
  );
}
