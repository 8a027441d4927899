package aws

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

// motoLacksOfExecutions are the operations on executions that moto does not have.
var motoLacksOfExecutions = map[string]func(*testing.T, *Client) error{
	"states:RedriveExecution": func(t *testing.T, c *Client) error {
		return c.Redrive(t.Context(), "arn:aws:states:us-east-1:123456789012:execution:m:x")
	},
	"states:DescribeStateMachineForExecution": func(t *testing.T, c *Client) error {
		_, err := c.Definition(t.Context(), "arn:aws:states:us-east-1:123456789012:execution:m:x")
		return err
	},
}

// What is operated works against moto's server, which runs nothing: executions are
// started, told of, listed and stopped, and what was logged is found.
func TestMotoOperate(t *testing.T) {
	c := connectWith(t, Options{Region: "us-east-1", Endpoint: awstest.Moto(t)})
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(c.Create(ctx, &deploy.Role{Name: "run", Trust: trust("states.amazonaws.com")}))
	must(c.Create(ctx, &deploy.Machine{Name: "ground", Definition: definition, Role: runRole, Logging: deploy.Logging{Level: "OFF"}}))
	target, err := c.arn(ctx, deploy.ID{Kind: deploy.KindMachine, Name: "ground"})
	must(err)
	x, err := c.Start(ctx, operate.Start{Target: *target, Name: "one", Input: `{"n":1}`})
	must(err)
	if x.Name != "one" || x.ARN != operate.ExecutionARN(*target, "one") {
		t.Errorf("started %+v", x)
	}
	now, err := c.Describe(ctx, x.ARN)
	must(err)
	if now.Status != engine.Running || now.Input != `{"n":1}` || now.Machine != *target {
		t.Errorf("described %+v", now)
	}
	all, _, err := c.Executions(ctx, operate.Query{Of: *target, Status: engine.Running, Most: 10}, "")
	must(err)
	if len(all) != 1 || all[0].Name != "one" {
		t.Errorf("listed %+v", all)
	}
	if _, err := c.Start(ctx, operate.Start{Target: *target, Name: "one", Input: `{"n":2}`}); !deploy.IsFault(err, deploy.Exists) {
		t.Errorf("another of the name: %v", err)
	}
	must(c.Stop(ctx, x.ARN, "Enough", "of it"))
	if now, err = c.Describe(ctx, x.ARN); err != nil || now.Status != engine.Aborted || !now.Ended() {
		t.Errorf("stopped: %+v, %v", now, err)
	}
	if _, err := c.Describe(ctx, operate.ExecutionARN(*target, "none")); !deploy.IsFault(err, deploy.NotFound) {
		t.Errorf("none: %v", err)
	}
	events, _, err := c.History(ctx, x.ARN, "")
	if err != nil || len(events) == 0 || events[0].Type != "ExecutionStarted" {
		t.Errorf("history: %v, %v", events, err)
	}
	for name, call := range motoLacksOfExecutions {
		if err := call(t, c); err == nil {
			t.Errorf("moto has %s now", name)
		}
	}

	// Logs.
	group, stream := "/aws/lambda/f", "s"
	must(c.Create(ctx, &deploy.LogGroup{Name: group}))
	_, err = c.logs.CreateLogStream(ctx, &cloudwatchlogs.CreateLogStreamInput{LogGroupName: &group, LogStreamName: &stream})
	must(err)
	at := time.Now()
	_, err = c.logs.PutLogEvents(ctx, &cloudwatchlogs.PutLogEventsInput{LogGroupName: &group, LogStreamName: &stream, LogEvents: []logtypes.InputLogEvent{
		{Timestamp: aws.Int64(at.UnixMilli()), Message: aws.String("hello")},
	}})
	must(err)
	lines, _, err := c.LogEvents(ctx, &operate.Stream{Group: group, Prefix: "s", From: at.Add(-time.Minute), To: at.Add(time.Minute)}, "")
	if err != nil || len(lines) != 1 || lines[0].Text != "hello" {
		t.Errorf("lines = %v, %v", lines, err)
	}
	bucket := "logs"
	_, err = c.s3.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket})
	must(err)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write([]byte("of a step"))
	must(err)
	must(z.Close())
	_, err = c.s3.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: aws.String("a/stderr.gz"), Body: bytes.NewReader(packed.Bytes())})
	must(err)
	if text, err := c.Object(ctx, bucket, "a/stderr.gz", 1<<20); err != nil || !bytes.Equal(text, packed.Bytes()) {
		t.Errorf("object = %q, %v", text, err)
	}
	if _, err := c.Object(ctx, bucket, "none", 1<<20); !deploy.IsFault(err, deploy.NotFound) {
		t.Errorf("no object: %v", err)
	}
	defined, err := c.ecs.RegisterTaskDefinition(ctx, &ecs.RegisterTaskDefinitionInput{Family: aws.String("w"), ContainerDefinitions: []ecstypes.ContainerDefinition{{
		Name: aws.String("main"), Image: aws.String("i"), Memory: aws.Int32(128),
		LogConfiguration: &ecstypes.LogConfiguration{LogDriver: ecstypes.LogDriverAwslogs, Options: map[string]string{"awslogs-group": "g", "awslogs-stream-prefix": "p"}},
	}, {Name: aws.String("aside"), Image: aws.String("i"), Memory: aws.Int32(128)}}})
	must(err)
	places, err := c.ContainerLogs(ctx, *defined.TaskDefinition.TaskDefinitionArn)
	if err != nil || len(places) != 1 || places[0] != (operate.ContainerLog{Container: "main", Group: "g", Prefix: "p"}) {
		t.Errorf("places = %v, %v", places, err)
	}

	// Clusters.
	arguments, err := asl.DecodeValue([]byte(`{"Name":"lab","LogUri":"s3://logs/emr/","ReleaseLabel":"emr-7.5.0","ServiceRole":"s","JobFlowRole":"i",` +
		`"Instances":{"KeepJobFlowAliveWhenNoSteps":true,"TerminationProtected":true,"InstanceGroups":[{"Name":"primary","InstanceRole":"MASTER","InstanceType":"m6g.xlarge","InstanceCount":1}]}}`))
	must(err)
	id, err := c.CreateCluster(ctx, arguments.(asl.Object))
	must(err)
	if !strings.HasPrefix(id, "j-") {
		t.Errorf("cluster %q", id)
	}
	cluster, err := c.Cluster(ctx, id)
	must(err)
	if !cluster.Ready() || cluster.Name != "lab" || !cluster.Protected {
		t.Errorf("cluster = %+v", cluster)
	}
	if logs, err := c.ClusterLogs(ctx, id); err != nil || logs != "s3://logs/emr/" {
		t.Errorf("logs = %q, %v", logs, err)
	}
	if found, err := c.Clusters(ctx, "lab"); err != nil || len(found) != 1 || found[0].ID != id {
		t.Errorf("clusters = %v, %v", found, err)
	}
	must(c.EndCluster(ctx, id, true))
	if cluster, err = c.Cluster(ctx, id); err != nil || !cluster.Ended() {
		t.Errorf("ended: %+v, %v", cluster, err)
	}
}
