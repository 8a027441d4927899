package export

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/deploy"
)

// What stands in a spec, and in the resources made of it, for what of a place is
// known only where they are deployed. No name or ARN has such characters.
const (
	anyPartition = "<aws.partition>"
	// anyRegion is at least as long as any region's name, so that a name that
	// is not cut with it is cut with none.
	anyRegion  = "<aws.region.name>"
	anyAccount = "<aws.account>"
)

// Place is the place to make specs for that are to be exported: what is empty of
// known stays open until the export is deployed.
func Place(known deploy.Place) deploy.Place {
	return deploy.Place{
		Partition: cmp.Or(known.Partition, anyPartition),
		Region:    cmp.Or(known.Region, anyRegion),
		Account:   cmp.Or(known.Account, anyAccount),
	}
}

// An unknown is a part of a place that is known only where it is deployed.
type unknown string

var unknowns = []unknown{anyPartition, anyRegion, anyAccount}

// ErrRegion says that an export is possible only for a region that is known.
var ErrRegion = errors.New("depend on the region, which is not known")

// named checks that the names of a spec's resources can be known. Those of roles
// have the region in them, and are cut where they would be too long.
func named(s deploy.Spec, at deploy.Place, resources []deploy.Resource) error {
	if at.Region != anyRegion {
		return nil
	}
	for _, r := range resources {
		if r, ok := r.(*deploy.Role); ok && !strings.HasSuffix(r.Name, "-"+s.Pipeline) {
			return fmt.Errorf("pipeline %q has so long a name that those of its roles %w", s.Pipeline, ErrRegion)
		}
	}
	return nil
}
