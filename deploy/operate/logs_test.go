package operate_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/internal/awstest"
)

func TestSources(t *testing.T) {
	start := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	end := start.Add(time.Minute)
	near := func(group, prefix, pattern string) []operate.Source {
		return []operate.Source{&operate.Stream{Group: group, Prefix: prefix, From: start.Add(-5 * time.Second), To: end.Add(30 * time.Second), Pattern: pattern}}
	}
	const s3 = `{"JobDriver":{"SparkSubmit":{}},"ApplicationId":"app","ConfigurationOverrides":{"MonitoringConfiguration":{"S3MonitoringConfiguration":{"LogUri":"s3://l/x/"}}}}`
	tests := []struct {
		name, kind, resource, parameters, submitted, output, cause string
		want                                                       []operate.Source
	}{
		{name: "a function", kind: "lambda", resource: "invoke", parameters: `{"FunctionName":"f"}`, want: near("/aws/lambda/f", "", "")},
		{
			name: "its ARN, a version, a request", kind: "lambda", resource: "invoke.waitForTaskToken", parameters: `{"FunctionName":"arn:aws:lambda:us-east-1:1:function:f:7"}`,
			cause: `{"requestId":"r-1"}`, want: near("/aws/lambda/f", "", `"r-1"`),
		},
		{name: "a Task that is a function", resource: "arn:aws:lambda:us-east-1:1:function:f", want: near("/aws/lambda/f", "", "")},
		{name: "Glue", kind: "glue", resource: "startJobRun.sync", submitted: `{"JobRunId":"jr_1"}`, want: []operate.Source{
			&operate.Stream{Group: "/aws-glue/jobs/error", Prefix: "jr_1"},
			&operate.Stream{Group: "/aws-glue/jobs/output", Prefix: "jr_1"},
			&operate.Stream{Group: "/aws-glue/jobs/logs-v2", Prefix: "jr_1", Optional: true},
		}},
		{name: "Glue, its own group", kind: "glue", resource: "startJobRun.sync", cause: `{"Id":"jr_1","LogGroupName":"/mine"}`, want: []operate.Source{
			&operate.Stream{Group: "/mine/error", Prefix: "jr_1"},
			&operate.Stream{Group: "/mine/output", Prefix: "jr_1"},
			&operate.Stream{Group: "/mine/logs-v2", Prefix: "jr_1", Optional: true},
		}},
		{name: "Glue, not begun", kind: "glue", resource: "startJobRun.sync"},
		{
			name: "ECS", kind: "ecs", resource: "runTask.sync", submitted: `{"Tasks":[{"TaskArn":"t/1","TaskDefinitionArn":"d:1"},{"TaskArn":"t/2","TaskDefinitionArn":"d:1"}]}`,
			want: []operate.Source{&operate.Container{Definition: "d:1", Task: "t/1"}, &operate.Container{Definition: "d:1", Task: "t/2"}},
		},
		{
			name: "Batch", kind: "batch", resource: "submitJob.sync", cause: `{"Container":{"LogStreamName":"d/default/1"}}`,
			want: []operate.Source{&operate.Stream{Group: "/aws/batch/job", Prefix: "d/default/1"}},
		},
		{
			name: "Batch, attempts, a group", kind: "batch", resource: "submitJob.sync",
			output: `{"Attempts":[{"Container":{"LogStreamName":"d/default/2"}}],"Container":{"LogConfiguration":{"Options":{"awslogs-group":"/b"}}}}`,
			want:   []operate.Source{&operate.Stream{Group: "/b", Prefix: "d/default/2"}},
		},
		{
			name: "EMR", kind: "elasticmapreduce", resource: "addStep.sync", parameters: `{"ClusterId":"j-1"}`, submitted: `{"StepId":"s-1"}`,
			want: []operate.Source{&operate.Step{Cluster: "j-1", ID: "s-1"}},
		},
		{name: "EMR Serverless", kind: "emr-serverless", resource: "startJobRun.sync", parameters: s3, submitted: `{"JobRunId":"1"}`, want: []operate.Source{
			&operate.Object{URI: "s3://l/x/applications/app/jobs/1/SPARK_DRIVER/stderr.gz"},
			&operate.Object{URI: "s3://l/x/applications/app/jobs/1/SPARK_DRIVER/stdout.gz"},
		}},
		{
			name: "EMR Serverless, Hive, CloudWatch", kind: "emr-serverless", resource: "startJobRun.sync", submitted: `{"JobRunId":"1"}`,
			parameters: `{"JobDriver":{"Hive":{}},"ApplicationId":"app","ConfigurationOverrides":{"MonitoringConfiguration":{"CloudWatchLoggingConfiguration":{"LogStreamNamePrefix":"p"}}}}`,
			want:       []operate.Source{&operate.Stream{Group: "/aws/emr-serverless", Prefix: "p/applications/app/jobs/1"}},
		},
		{
			name: "EMR on EKS", kind: "emr-containers", resource: "startJobRun.sync", submitted: `{"Id":"9"}`,
			parameters: `{"VirtualClusterId":"v","ConfigurationOverrides":{"MonitoringConfiguration":{"S3MonitoringConfiguration":{"LogUri":"s3://l"},"CloudWatchMonitoringConfiguration":{"LogGroupName":"g"}}}}`,
			want: []operate.Source{
				&operate.Object{URI: "s3://l/v/jobs/9/containers/spark-9/spark-9-driver/stderr.gz"},
				&operate.Object{URI: "s3://l/v/jobs/9/containers/spark-9/spark-9-driver/stdout.gz"},
				&operate.Stream{Group: "g", Prefix: "v/jobs/9/containers/spark-9/spark-9-driver/"},
			},
		},
		{name: "SageMaker", kind: "sagemaker", resource: "createTrainingJob.sync", parameters: `{"TrainingJobName":"train"}`, want: near("/aws/sagemaker/TrainingJobs", "train", "")},
		{name: "SageMaker, processing", kind: "sagemaker", resource: "createProcessingJob.sync", parameters: `{"ProcessingJobName":"p"}`, want: near("/aws/sagemaker/ProcessingJobs", "p", "")},
		{name: "SageMaker, transform", kind: "sagemaker", resource: "createTransformJob.sync", parameters: `{"TransformJobName":"x"}`, want: near("/aws/sagemaker/TransformJobs", "x", "")},
		{name: "DataBrew", kind: "databrew", resource: "startJobRun.sync", parameters: `{"Name":"clean"}`, want: near("/aws-glue-databrew/jobs", "clean", "")},
		{
			name: "CodeBuild", kind: "codebuild", resource: "startBuild.sync", cause: `{"Build":{"Logs":{"GroupName":"g","StreamName":"s"}}}`,
			want: []operate.Source{&operate.Stream{Group: "g", Prefix: "s"}},
		},
		{name: "an execution", kind: "states", resource: "startExecution.sync:2", submitted: `{"ExecutionArn":"a"}`, want: []operate.Source{&operate.Inner{Execution: "a"}}},
		{name: "a query", kind: "athena", resource: "startQueryExecution.sync", submitted: `{"QueryExecutionId":"q"}`},
		{name: "any call", kind: "aws-sdk:s3", resource: "headObject", cause: "not found"},
	}
	value := func(text string) asl.Value {
		if text == "" {
			return nil
		}
		v, err := asl.DecodeValue([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, test := range tests {
		got := operate.Sources(operate.Call{
			Type: test.kind, Resource: test.resource, Parameters: value(test.parameters), Submitted: value(test.submitted),
			Output: value(test.output), Cause: test.cause, Start: start, End: end,
		})
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		for _, s := range got {
			if s.Name() == "" {
				t.Errorf("%s: a source without a name", test.name)
			}
		}
	}
}

func compressed(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	must(err)
	must(z.Close())
	return b.Bytes()
}

// Logs are read page by page, the last lines of each; what is not there says so, and
// what is cut off gives what can be read.
func TestLogs(t *testing.T) {
	a := newAccount(t, awstest.Options{Page: 7})
	for i := range 40 {
		a.Log("/aws/lambda/f", "s", int64(i)*1000, fmt.Sprint("line ", i))
	}
	a.SetCluster("j-1", "lab", "WAITING", "s3://logs/emr")
	a.SetCluster("j-2", "lab", "WAITING", "")
	a.PutObject("logs", "emr/j-1/steps/s-1/stderr.gz", compressed("one\r\ntwo\n"))
	a.PutObject("logs", "emr/j-1/steps/s-1/controller.gz", compressed(strings.Repeat("long ", 1000))[:30])
	a.PutObject("logs", "plain", []byte("not compressed"))
	throttled := false
	a.Meddle(func(c awstest.Call) *awstest.Trouble {
		if c.Name == "FilterLogEvents" && !throttled {
			throttled = true
			return awstest.Throttled(c)
		}
		return nil
	})
	logs, err := operate.Logs(t.Context(), a.client, a.clock(), []operate.Source{
		&operate.Stream{Group: "/aws/lambda/f", From: time.UnixMilli(5000), To: time.UnixMilli(30_000), Pattern: "line"},
		&operate.Stream{Group: "/none"},
		&operate.Stream{Group: "/none", Optional: true},
		&operate.Step{Cluster: "j-1", ID: "s-1"},
		&operate.Step{Cluster: "j-1", ID: "s-2"},
		&operate.Step{Cluster: "j-2", ID: "s-1"},
		&operate.Step{Cluster: "j-3", ID: "s-1"},
		&operate.Object{URI: "s3://logs/plain"},
		&operate.Object{URI: "s3://logs/none"},
		&operate.Object{URI: "logs"},
		&operate.Container{Definition: "d:1", Task: "t/1"},
		&operate.Inner{Execution: "a"},
	}, 3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range logs {
		var texts []string
		for _, line := range l.Lines {
			texts = append(texts, line.Text)
		}
		text := fmt.Sprint(l.Name, " ", l.Cut, " ", strings.Join(texts, "|"))
		if len(text) > 100 {
			text = text[:60] + "…"
		}
		if l.Err != nil {
			text += " !" + l.Err.Error()
		}
		got = append(got, text)
	}
	want := []string{
		"/aws/lambda/f 22 line 27|line 28|line 29",
		"/none 0  !logs:FilterLogEvents: log group /none does not exist: The specified log group does not exist.",
		"s3://logs/emr/j-1/steps/s-1/stderr.gz 0 one|two",
		"s3://logs/emr/j-1/steps/s-1/controller.gz 0 l !the log is cut off: unexpected EOF",
		"j-1 s-2 0  !there is nothing in s3://logs/emr/j-1/steps/s-2/ (yet: EMR puts logs there some minutes late)",
		"j-2 s-1 0  !the cluster keeps no logs in S3: it has no log_uri",
		"j-3 s-1 0  !elasticmapreduce:DescribeCluster: was refused: Cluster id 'j-3' is not valid.",
		"s3://logs/plain 0 not compressed",
		"s3://logs/none 0  !s3:GetObject: does not exist",
		`logs 0  !"logs" is no place in S3`,
		"t/1 0  !ecs:DescribeTaskDefinition: was refused: Unable to describe task definition.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("logs (-want +got):\n%s", diff)
	}
}

func TestLogsOfContainers(t *testing.T) {
	a := newAccount(t, awstest.Options{})
	a.SetTaskDefinition("d:1", "main", "/ecs/g", "app")
	a.Log("/ecs/g", "app/main/0123", 1, "hello")
	a.Log("/ecs/g", "app/main/4567", 1, "another")
	logs, err := operate.Logs(t.Context(), a.client, a.clock(), []operate.Source{&operate.Container{Definition: "d:1", Task: "arn:aws:ecs:r:a:task/c/0123"}}, 10)
	if err != nil || len(logs) != 1 || len(logs[0].Lines) != 1 || logs[0].Lines[0].Text != "hello" || logs[0].Name != "/ecs/g app/main/0123" {
		t.Errorf("logs = %+v, %v", logs, err)
	}
	a.Meddle(func(c awstest.Call) *awstest.Trouble { return awstest.Denied(c, "logs:FilterLogEvents") })
	logs, err = operate.Logs(t.Context(), a.client, a.clock(), []operate.Source{&operate.Stream{Group: "/ecs/g"}}, 10)
	if err != nil || len(logs) != 1 || !deploy.IsFault(logs[0].Err, deploy.AccessDenied) {
		t.Errorf("logs = %+v, %v", logs, err)
	}
}
