package aws

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
)

var _ operate.LogClient = (*Client)(nil)

// LogEvents as operate.LogClient says.
func (c *Client) LogEvents(ctx context.Context, s *operate.Stream, token string) ([]operate.LogLine, string, error) {
	in := &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: &s.Group, LogStreamNamePrefix: some(s.Prefix), FilterPattern: some(s.Pattern), NextToken: some(token),
		StartTime: millis(s.From), EndTime: millis(s.To),
	}
	out, err := c.logs.FilterLogEvents(ctx, in)
	if err != nil {
		return nil, "", faultOf(deploy.ID{Kind: deploy.KindLogGroup, Name: s.Group}, err)
	}
	lines := make([]operate.LogLine, len(out.Events))
	for i, e := range out.Events {
		lines[i] = operate.LogLine{Time: time.UnixMilli(aws.ToInt64(e.Timestamp)).UTC(), Text: aws.ToString(e.Message)}
	}
	return lines, aws.ToString(out.NextToken), nil
}

func millis(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	return aws.Int64(t.UnixMilli())
}

// Object as operate.LogClient says.
func (c *Client) Object(ctx context.Context, bucket, key string, most int64) ([]byte, error) {
	out, err := c.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		var key *s3types.NoSuchKey
		if errors.As(err, &key) {
			return nil, notFound("s3:GetObject", deploy.ID{})
		}
		return nil, faultOf(deploy.ID{}, err)
	}
	defer out.Body.Close() //nolint:errcheck // what was read is there
	text, err := io.ReadAll(io.LimitReader(out.Body, most))
	if err != nil {
		return nil, &deploy.Fault{Kind: deploy.Unavailable, Call: "s3:GetObject", Text: err.Error(), Err: err}
	}
	return text, nil
}

// ClusterLogs as operate.LogClient says.
func (c *Client) ClusterLogs(ctx context.Context, cluster string) (string, error) {
	out, err := c.emr.DescribeCluster(ctx, &emr.DescribeClusterInput{ClusterId: &cluster})
	if err != nil {
		return "", faultOf(deploy.ID{}, err)
	}
	return aws.ToString(out.Cluster.LogUri), nil
}

// ContainerLogs as operate.LogClient says.
func (c *Client) ContainerLogs(ctx context.Context, definition string) ([]operate.ContainerLog, error) {
	out, err := c.ecs.DescribeTaskDefinition(ctx, &ecs.DescribeTaskDefinitionInput{TaskDefinition: &definition})
	if err != nil {
		return nil, faultOf(deploy.ID{}, err)
	}
	var all []operate.ContainerLog
	for _, d := range out.TaskDefinition.ContainerDefinitions {
		if l := d.LogConfiguration; l != nil && l.LogDriver == ecstypes.LogDriverAwslogs && l.Options["awslogs-group"] != "" {
			all = append(all, operate.ContainerLog{
				Container: aws.ToString(d.Name), Group: l.Options["awslogs-group"], Prefix: l.Options["awslogs-stream-prefix"],
			})
		}
	}
	return all, nil
}
