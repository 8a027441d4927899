package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/emr/types"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

var _ operate.ClusterClient = (*Client)(nil)

// CreateCluster as operate.ClusterClient says.
func (c *Client) CreateCluster(ctx context.Context, arguments asl.Object) (string, error) {
	var in emr.RunJobFlowInput
	// The fields of the SDK's types have the names of the API's members.
	read := json.NewDecoder(bytes.NewReader(asl.AppendValue(nil, arguments, -1)))
	read.DisallowUnknownFields()
	if err := read.Decode(&in); err != nil {
		return "", fmt.Errorf("the arguments of RunJobFlow: %w", err)
	}
	out, err := c.emr.RunJobFlow(ctx, &in)
	if err != nil {
		return "", faultOf(deploy.ID{}, err)
	}
	return aws.ToString(out.JobFlowId), nil
}

// Cluster as operate.ClusterClient says.
func (c *Client) Cluster(ctx context.Context, id string) (operate.Cluster, error) {
	out, err := c.emr.DescribeCluster(ctx, &emr.DescribeClusterInput{ClusterId: &id})
	if err != nil {
		return operate.Cluster{}, faultOf(deploy.ID{}, err)
	}
	cluster := clusterOf(out.Cluster.Id, out.Cluster.Name, out.Cluster.Status)
	cluster.Protected = aws.ToBool(out.Cluster.TerminationProtected)
	return cluster, nil
}

func clusterOf(id, name *string, status *types.ClusterStatus) operate.Cluster {
	out := operate.Cluster{ID: aws.ToString(id), Name: aws.ToString(name)}
	if status != nil {
		out.State = string(status.State)
		if r := status.StateChangeReason; r != nil {
			out.Reason = aws.ToString(r.Message)
		}
	}
	return out
}

// Clusters as operate.ClusterClient says.
func (c *Client) Clusters(ctx context.Context, name string) (all []operate.Cluster, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.emr.ListClusters(ctx, &emr.ListClustersInput{
			Marker: token,
			ClusterStates: []types.ClusterState{
				types.ClusterStateStarting, types.ClusterStateBootstrapping, types.ClusterStateRunning, types.ClusterStateWaiting,
			},
		})
		if err != nil {
			return nil, err
		}
		for _, found := range out.Clusters {
			if aws.ToString(found.Name) == name {
				all = append(all, clusterOf(found.Id, found.Name, found.Status))
			}
		}
		return out.Marker, nil
	})
	return all, faultOf(deploy.ID{}, err)
}

// EndCluster as operate.ClusterClient says.
func (c *Client) EndCluster(ctx context.Context, id string, force bool) error {
	if force {
		_, err := c.emr.SetTerminationProtection(ctx, &emr.SetTerminationProtectionInput{JobFlowIds: []string{id}, TerminationProtected: aws.Bool(false)})
		if err != nil {
			return faultOf(deploy.ID{}, err)
		}
	}
	_, err := c.emr.TerminateJobFlows(ctx, &emr.TerminateJobFlowsInput{JobFlowIds: []string{id}})
	return faultOf(deploy.ID{}, err)
}
