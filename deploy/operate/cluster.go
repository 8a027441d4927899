package operate

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// A ClusterClient makes and ends EMR clusters. Errors are as those of a Client.
type ClusterClient interface {
	// CreateCluster begins to make a cluster, as the API's RunJobFlow says, and
	// gives its ID. A call whose answer was lost may have made one.
	CreateCluster(ctx context.Context, arguments asl.Object) (id string, err error)

	// Cluster says how a cluster is: DescribeCluster.
	Cluster(ctx context.Context, id string) (Cluster, error)

	// Clusters are those of a name that have not ended: ListClusters.
	Clusters(ctx context.Context, name string) ([]Cluster, error)

	// EndCluster ends a cluster, which takes some minutes: TerminateJobFlows.
	// With force its protection against that is lifted before.
	EndCluster(ctx context.Context, id string, force bool) error
}

// A Cluster is one of EMR.
type Cluster struct {
	ID, Name string
	// State is EMR's: STARTING, BOOTSTRAPPING, RUNNING, WAITING, TERMINATING,
	// TERMINATED or TERMINATED_WITH_ERRORS.
	State string
	// Reason is why it is in that, where EMR says it.
	Reason string
	// Protected: it cannot be ended before that is lifted.
	Protected bool
}

// Ready says whether a cluster takes steps at once.
func (c *Cluster) Ready() bool { return c.State == "WAITING" || c.State == "RUNNING" }

// Ended says whether a cluster has ended, or is about to.
func (c *Cluster) Ended() bool {
	return slices.Contains([]string{"TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS"}, c.State)
}

// clusterWait is the time between two looks at a cluster that is being made, which
// takes minutes.
const clusterWait = 30 * time.Second

// CreateCluster begins to make a cluster. A call that was throttled is repeated, one
// without an answer is not: EMR would make two.
func CreateCluster(ctx context.Context, c ClusterClient, clock deploy.Clock, arguments asl.Object) (id string, err error) {
	var lost error
	err = deploy.Repeat(ctx, clock, nil, func() error {
		id, err = c.CreateCluster(ctx, arguments)
		if deploy.IsFault(err, deploy.Unavailable) {
			lost = err
			return nil
		}
		return err
	})
	if err == nil && lost != nil {
		err = fmt.Errorf("whether a cluster was made is not known, look for it: %w", lost)
	}
	return id, err
}

// AwaitCluster waits until a cluster takes steps. tell, unless nil, is told of each
// state. It is an error where the cluster ends.
func AwaitCluster(ctx context.Context, c ClusterClient, clock deploy.Clock, id string, tell func(Cluster)) error {
	state := ""
	for {
		var now Cluster
		err := deploy.Repeat(ctx, clock, nil, func() (err error) {
			now, err = c.Cluster(ctx, id)
			return err
		})
		if err != nil {
			return err
		}
		if now.State != state && tell != nil {
			tell(now)
		}
		state = now.State
		switch {
		case now.Ready():
			return nil
		case now.Ended():
			return fmt.Errorf("cluster %s has ended: %s", id, now.Reason)
		}
		if err := clock.Sleep(ctx, clusterWait); err != nil {
			return err
		}
	}
}
