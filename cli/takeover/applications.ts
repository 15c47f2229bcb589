import { applicationNames } from "../../components/application/root";
import type { LiveApplication } from "./application";
import type { Facts } from "./facts";
import { readersOf } from "./readers";

/** The Applications that bear the names of the environment's, others that read its branch, and all the rest. */
export function applicationsOf({ environment, applications }: Pick<Facts, "environment" | "applications">): {
  before: LiveApplication[];
  readers: LiveApplication[];
  others: LiveApplication[];
} {
  const names = applicationNames(environment);
  const isOurs = ({ metadata }: LiveApplication) => names.includes(metadata.name);
  const rest = applications.filter((each) => !isOurs(each));
  const readers = readersOf(rest, environment.repository);
  return {
    before: applications.filter(isOurs),
    readers,
    others: rest.filter((application) => !readers.includes(application)),
  };
}
