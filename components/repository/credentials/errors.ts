import type { ValidationError } from "../../../core/errors";
import type { Address } from "../address";
import { parseAddress } from "../address";
import type { Credentials } from "./spec";

const forms = ["password", "sshPrivateKey", "githubApp", "existingSecret"] as const;

/** The protocols over which each form of credentials works. */
const protocols: Record<(typeof forms)[number], readonly Address["protocol"][]> = {
  password: ["http", "https", "oci"],
  sshPrivateKey: ["ssh"],
  githubApp: ["https"],
  existingSecret: ["http", "https", "ssh"],
};

/** What is wrong with credentials and their address together. Secret values are not read. */
export function credentialErrors(
  at: string,
  url: string,
  credentials: Credentials & { existingSecret?: string | undefined },
): ValidationError[] {
  const present = forms.filter((form) => credentials[form]);
  if (present.length > 1) {
    return [{ path: at, problem: `has ${present.join(" and ")}`, remedy: "Keep the one that Argo CD shall use." }];
  }
  const protocol = parseAddress(url)?.protocol ?? "https";
  const [form] = present;
  if (form !== undefined && !protocols[form].includes(protocol)) {
    return [
      {
        path: `${at}.${form}`,
        problem: `is not for an address over ${protocol}`,
        remedy: `It is for ${protocols[form].join(" and ")}; change ${at}.url, or give ${fitting(protocol)}.`,
      },
    ];
  }
  if (credentials.username !== undefined && (protocol === "ssh" || form === "githubApp" || form === "existingSecret")) {
    return [
      {
        path: `${at}.username`,
        problem: `is for a password, and there is ${form ?? "none"}`,
        remedy: "Leave it out.",
      },
    ];
  }
  return [];
}

function fitting(protocol: Address["protocol"]): string {
  return forms.filter((form) => form !== "existingSecret" && protocols[form].includes(protocol)).join(" or ");
}
