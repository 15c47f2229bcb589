import { stringify, type ScalarTag, type Tags } from "yaml";

/**
 * What Go's YAML reader takes for a number, and YAML 1.1 for text. An emitter quotes text that a tag matches.
 * Source: go.yaml.in/yaml, resolve.go (`strconv.ParseInt(plain, 0, 64)`, which knows the prefixes in both cases).
 */
const OF_GO: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  identify: () => false,
  test: /^[-+]?0[bBoOxX][0-9a-fA-F_]+$/,
  resolve: (text) => text,
};

/** A value as YAML text that Kubernetes, Kustomize and Argo CD read as the same value: `on` and `0755` stay text. */
export function toYaml(value: object, options: { blockQuote?: false } = {}): string {
  const customTags = (tags: Tags) => [...tags, OF_GO];
  return stringify(value, { lineWidth: 0, version: "1.1", customTags, ...options });
}
