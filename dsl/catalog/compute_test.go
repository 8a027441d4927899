package catalog

import (
	"slices"
	"testing"
)

// What a portable task becomes is said in arguments that the kind has, by
// expressions over the arguments of both blocks; what the kind requires is
// there.
func TestComputes(t *testing.T) {
	for _, c := range Computes {
		t.Run(c.Name, func(t *testing.T) {
			prose(t, "Doc", c.Doc)
			for _, n := range c.Notes {
				prose(t, "note", n)
			}
			checkGroups(t, c.Args, c.AtMostOne)
			names := append(argNames(c.Args), argNames(c.Runs.Args)...)
			given := argNames(c.Args)
			for _, b := range c.Becomes {
				if _, ok := c.Kind.Arg(b.Arg); !ok {
					t.Errorf("%s has no argument %q", c.Kind.Name, b.Arg)
				}
				checkExpr(t, b.Value, names)
				given = append(given, b.Arg)
			}
			for _, a := range c.Kind.Args {
				if a.Required && !slices.Contains(given, a.Name) {
					t.Errorf("nothing gives %q, which %s requires", a.Name, c.Kind.Name)
				}
			}
			for _, a := range c.Args {
				of, ok := c.Kind.Arg(a.Name)
				if ok && !of.Type.Equals(a.Type) {
					t.Errorf("%q is %#v here, and %#v on %s", a.Name, a.Type, of.Type, c.Kind.Name)
				}
				if _, portable := c.Runs.Arg(a.Name); portable {
					t.Errorf("%q stands in both blocks", a.Name)
				}
			}
			if _, ok := c.Runs.Arg(c.Pairs); c.Pairs != "" && !ok {
				t.Errorf("%s has no argument %q", c.Runs.Name, c.Pairs)
			}
			if !slices.Contains(c.Runs.On(), c) {
				t.Errorf("On of %s lacks it", c.Runs.Name)
			}
		})
	}
	for _, p := range Portables {
		t.Run(p.Name, func(t *testing.T) {
			prose(t, "Doc", p.Doc)
			if a, ok := p.Arg("runs_on"); !ok || a.Ref != "compute" || !a.Required {
				t.Error("it does not say what it runs on")
			}
			for _, a := range p.Args {
				prose(t, a.Name, a.Doc)
			}
			if len(p.On()) == 0 {
				t.Error("it runs nowhere")
			}
		})
	}
}

// What a Task state needs is found by its resource: from the tables of calls
// that wait, of kinds, of the SDK, or of the integrations with actions of their
// own.
func TestIntegrationOf(t *testing.T) {
	arguments := func(members map[string]string) func(string) (string, bool) {
		return func(path string) (string, bool) {
			v := members[path]
			return v, v != "?"
		}
	}
	tests := []struct {
		resource  string
		arguments map[string]string
		action    string
		on        string
		transient string
	}{
		{"arn:aws:states:::glue:startJobRun.sync", map[string]string{"JobName": "load"}, "glue:StartJobRun", "arn:aws:glue:*:*:job/load", "Glue.SdkClientException"},
		{"arn:aws:states:::glue:startJobRun", map[string]string{"JobName": "load"}, "glue:StartJobRun", "arn:aws:glue:*:*:job/load", "Glue.SdkClientException"},
		{"arn:aws:states:::lambda:invoke", map[string]string{"FunctionName": "f"}, "lambda:InvokeFunction", "arn:aws:lambda:*:*:function:f", "Lambda.TooManyRequestsException"},
		{"arn:aws:states:::lambda:invoke.waitForTaskToken", map[string]string{"FunctionName": "?"}, "lambda:InvokeFunction", "arn:aws:lambda:*:*:function:*", "Lambda.TooManyRequestsException"},
		{"arn:aws:lambda:eu-west-1:123456789012:function:f", nil, "lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:123456789012:function:f", "Lambda.TooManyRequestsException"},
		{"arn:aws:states:::aws-sdk:s3:headObject", map[string]string{"Bucket": "lake", "Key": "k"}, "s3:GetObject", "arn:aws:s3:::lake/k", "S3.SlowDownException"},
		{"arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken", nil, "sqs:SendMessage", "*", "Sqs.ThrottlingException"},
		{"arn:aws:states:::emr-serverless:stopApplication.sync", map[string]string{"ApplicationId": "a"}, "emr-serverless:StopApplication", "arn:aws:emr-serverless:*:*:/applications/a", "EMRServerless.ThrottlingException"},
		{"arn:aws:states:::elasticmapreduce:cancelStep", map[string]string{"ClusterId": "j-1"}, "elasticmapreduce:CancelSteps", "arn:aws:elasticmapreduce:*:*:cluster/j-1", "ElasticMapReduce.SdkClientException"},
		{"arn:aws:states:::apigateway:invoke", map[string]string{"ApiEndpoint": "abc.execute-api.eu-west-1.amazonaws.com", "AuthType": "IAM_ROLE", "Method": "GET"}, "execute-api:Invoke", "arn:aws:execute-api:eu-west-1:*:abc/*/GET/*", "ApiGateway.429"},
		{"arn:aws:states:::aws-sdk:s3:putObject", map[string]string{"Bucket": "lake", "Key": "?"}, "s3:PutObject", "arn:aws:s3:::lake/*", "S3.SlowDownException"},
		{"arn:aws:states:::aws-sdk:ssm:getParameter", map[string]string{"Name": "/a/b"}, "ssm:GetParameter", "arn:aws:ssm:*:*:parameter/a/b", "Ssm.ThrottlingException"},
	}
	for _, test := range tests {
		i := IntegrationOf(test.resource, arguments(test.arguments))
		if !i.Known || !slices.Contains(i.Transient, test.transient) {
			t.Errorf("%s: known %v, transient %v", test.resource, i.Known, i.Transient)
		}
		found := false
		for _, s := range Policy([]Use{i.Use}, Where{}) {
			found = found || slices.Contains(s.Actions, test.action) && slices.Contains(s.Resources, test.on)
		}
		if !found {
			t.Errorf("%s with %v does not allow %s on %s: %+v", test.resource, test.arguments, test.action, test.on, Policy([]Use{i.Use}, Where{}))
		}
	}
	if i := IntegrationOf("arn:aws:states:eu-west-1:123456789012:activity:work", arguments(nil)); !i.Known || len(i.Use.Allow) > 0 {
		t.Errorf("an activity needs %v", i.Use.Allow)
	}
	for _, resource := range []string{"arn:aws:states:::eks:runJob", "arn:aws:states:::nothing:of.sync", "${resource}", "arn:aws:states:::s3:headObject.sync"} {
		if i := IntegrationOf(resource, arguments(nil)); i.Known {
			t.Errorf("%s is known", resource)
		}
	}
}
