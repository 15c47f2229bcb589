// The Pulumi random provider as a plugin: the published Terraform provider behind the published bridge.
//
// The build runs it twice. The first binary, made with an empty schema and empty metadata, is called with
// GENERATE=1 and writes both (the bridge computes them from the Terraform provider); the second embeds them.
package main

import (
	"context"
	_ "embed"
	"errors"
	"os"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfgen"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

const name = "random"

// version is that of the npm package @pulumi/random which this plugin serves; set by the linker.
var version = "0.0.0"

//go:embed schema.json
var schema []byte

//go:embed bridge-metadata.json
var metadata []byte

func main() {
	info := provider()
	if os.Getenv("GENERATE") != "" {
		tfgen.Main(name, info)
		return
	}
	pf.Main(context.Background(), name, info, pf.ProviderMetadata{PackageSchema: schema})
}

func provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            pf.ShimProvider(shim.NewProvider()),
		Name:         name,
		Version:      version,
		MetadataInfo: tfbridge.NewProviderMetadata(metadata),
		// RandomBytes has no id of its own in Terraform.
		Resources:                   map[string]*tfbridge.ResourceInfo{"random_bytes": {ComputeID: bytesID}},
		EnableAccurateBridgePreview: true,
	}
	// random_pet becomes random:index/randomPet:RandomPet.
	standard := tokens.MakeStandard(name)
	prefixed := func(module, resource string) (string, error) { return standard(module, "Random"+resource) }
	info.MustComputeTokens(tokens.SingleModule("random_", "index", prefixed))
	return info
}

func bytesID(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
	value := state["base64"]
	if value.IsSecret() {
		value = value.SecretValue().Element
	}
	if !value.IsString() {
		return "", errors.New("random_bytes: the state has no base64 text to make an id of")
	}
	return resource.ID(value.StringValue()), nil
}
