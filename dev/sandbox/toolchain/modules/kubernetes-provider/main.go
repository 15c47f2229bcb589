// The Pulumi Kubernetes provider as a plugin: the published provider package under a main of our own, because
// its release's main reads a schema that the release process generates and never publishes.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// Both files are put beside this one by the build: schema.json is the module's own with its version filled in.

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

func main() {
	provider.Serve("kubernetes", "v4.29.0", schema, terraformMapping)
}
