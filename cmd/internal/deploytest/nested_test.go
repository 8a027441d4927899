package deploytest

import (
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// A pipeline that is run by another is run as it serves: after it went back to an
// earlier version, that runs, though the machine itself is a later one.
func TestNestedPipelineServes(t *testing.T) {
	all := func(text string) []deploy.Spec {
		return specs(t, source(strings.ReplaceAll(`
pipeline "top" {
  task "pipeline" "inner" { pipeline = pipeline.inner }
  output = task.inner.output.text
}
pipeline "inner" {
  alias  = "live"
  output = { text = "TEXT" }
}
`, "TEXT", text)))
	}
	a := newAccount(t, awstest.Options{})
	client := sfn.New(sfn.Options{
		BaseEndpoint: &a.url, Region: virginia.Region, Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
	run := func() string {
		t.Helper()
		x, err := client.StartExecution(t.Context(), &sfn.StartExecutionInput{
			StateMachineArn: sdk.String(virginia.ARN(deploy.ID{Kind: deploy.KindMachine, Name: "top"})),
		})
		if err != nil {
			t.Fatal(err)
		}
		for {
			out, err := client.DescribeExecution(t.Context(), &sfn.DescribeExecutionInput{ExecutionArn: x.ExecutionArn})
			if err != nil {
				t.Fatal(err)
			}
			if out.Status != types.ExecutionStatusRunning {
				return sdk.ToString(out.Output) + sdk.ToString(out.Cause)
			}
		}
	}
	for _, s := range all("one") {
		a.deploy(s)
	}
	if got := run(); got != `"one"` {
		t.Errorf("the first gives %s", got)
	}
	for _, s := range all("two") {
		a.deploy(s)
	}
	if got := run(); got != `"two"` {
		t.Errorf("the second gives %s", got)
	}
	if err := a.apply(t.Context(), "inner", deploy.Shift{}, func(l *deploy.Live) *deploy.Plan { return deploy.Rollback(l, 1) }); err != nil {
		t.Fatal(err)
	}
	if got := run(); got != `"one"` {
		t.Errorf("after going back it gives %s", got)
	}
}
