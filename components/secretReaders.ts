import { authorizationReader, type SecretReader } from "./credentials";
import { certificateReader } from "./gateway/build";
import { providerReaders } from "./llm/provider/auth/forms";
import { policyReaders } from "./policy/secrets";

/** How the gateway reads the Secrets to which the objects of the builders refer. */
export const secretReaders: readonly SecretReader[] = [
  authorizationReader,
  ...providerReaders,
  ...policyReaders,
  certificateReader,
];
