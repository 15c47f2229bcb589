/** Argo CD writes the URL of an OCI registry of Helm charts without its scheme. */
export function chartRepository(url: string): string {
  return url.replace(/^oci:\/\//, "");
}

/** A chart of a repository as Helm is told of it: by its own URL in a registry, by its name and the repository elsewhere. */
export function chartLocation(repository: string, name: string): { chart: string; repo?: string } {
  return repository.startsWith("oci://")
    ? { chart: `${repository.replace(/\/+$/, "")}/${name}` }
    : { chart: name, repo: repository };
}
