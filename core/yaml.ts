import { stringify, type ScalarTag, type Tags } from "yaml";

/**
 * What Go's YAML reader takes for a number, and YAML 1.1 for text: prefixes in both cases, and underscores anywhere but at the
 * beginning. An emitter quotes text that a tag matches. Source: go.yaml.in/yaml, resolve.go (`strconv.ParseInt(plain, 0, 64)`,
 * `yamlStyleFloat`, each without the underscores).
 */
const OF_GO: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  identify: () => false,
  test: /^[-+]?_*(0_*[bBoOxX][0-9a-fA-F_]+|(\.[_0-9]*[0-9][_0-9]*|[0-9][_0-9]*(\.[_0-9]*)?)([eE]_*[-+]?[_0-9]*[0-9][_0-9]*)?)$/,
  resolve: (text) => text,
};

/** A value as YAML text that Kubernetes, Kustomize and Argo CD read as the same value: `on` and `0755` stay text. */
export function toYaml(value: object, options: { blockQuote?: false } = {}): string {
  const customTags = (tags: Tags) => [...tags, OF_GO];
  return stringify(value, { lineWidth: 0, version: "1.1", customTags, ...options });
}
