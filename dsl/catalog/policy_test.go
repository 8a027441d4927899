package catalog

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// given is a Value that knows what a map holds; "?" is known to be given only.
func given(args map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v := args[name]
		return v, v != "?"
	}
}

// lines is a policy, a statement a line.
func lines(statements []Statement) string {
	var b strings.Builder
	for _, s := range statements {
		b.WriteString(strings.Join(s.Actions, " ") + " ON " + strings.Join(s.Resources, " "))
		for _, c := range s.Conditions {
			b.WriteString(" IF " + c.Test + " " + c.Key + " " + c.Value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func use(t *testing.T, kind, await string, args map[string]string) Use {
	t.Helper()
	k, ok := Lookup(kind)
	if !ok {
		t.Fatalf("no kind %s", kind)
	}
	if k.Poll != nil && await == "completion" {
		return Use{Allow: k.Poll.Allows(&k.Poll.Start), Value: given(args)}
	}
	for i := range k.Modes {
		m := &k.Modes[i]
		if m.Await == await && (m.When == "" || strings.HasSuffix(m.When, `"standard"`)) {
			return Use{Allow: m.Allows(), Value: given(args)}
		}
	}
	t.Fatalf("%s has no mode %s", kind, await)
	return Use{}
}

// TestKindPolicies shows the policy of a single task.
func TestKindPolicies(t *testing.T) {
	tests := []struct {
		name, kind, await string
		args              map[string]string
		want              string
	}{
		{
			"a function by name", "lambda", "completion",
			map[string]string{"function": "clean"},
			"lambda:InvokeFunction ON arn:aws:lambda:*:*:function:clean arn:aws:lambda:*:*:function:clean:*\n",
		},
		{
			"a function's version", "lambda", "completion",
			map[string]string{"function": "clean:$LATEST"},
			"lambda:InvokeFunction ON arn:aws:lambda:*:*:function:clean:$LATEST\n",
		},
		{
			"a function's ARN with an alias", "lambda", "completion",
			map[string]string{"function": "arn:aws:lambda:eu-west-1:1:function:f:live"},
			"lambda:InvokeFunction ON arn:aws:lambda:eu-west-1:1:function:f:live\n",
		},
		{
			"a function nobody knows yet", "lambda", "completion",
			map[string]string{"function": "?"},
			"lambda:InvokeFunction ON arn:aws:lambda:*:*:function:*\n",
		},
		{
			"a job waited for", "glue_job", "completion",
			map[string]string{"job": "j"},
			"glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns glue:StartJobRun ON arn:aws:glue:*:*:job/j\n",
		},
		{
			"a job begun", "glue_job", "none",
			map[string]string{"job": "j"},
			"glue:StartJobRun ON arn:aws:glue:*:*:job/j\n",
		},
		{
			"a crawler", "glue_crawler", "completion",
			map[string]string{"crawler": "c", "if_running": "wait"},
			"glue:GetCrawler glue:StartCrawler glue:StopCrawler ON arn:aws:glue:*:*:crawler/c\n",
		},
		{
			"a step", "emr_step", "completion",
			map[string]string{"cluster": "?"},
			"elasticmapreduce:AddJobFlowSteps elasticmapreduce:CancelSteps elasticmapreduce:DescribeStep ON arn:aws:elasticmapreduce:*:*:cluster/*\n",
		},
		{
			"a notebook", "emr_notebook", "completion",
			map[string]string{"cluster": "j-1", "editor": "e-1", "service_role": "EMR_Notebooks_DefaultRole"},
			"elasticmapreduce:DescribeNotebookExecution elasticmapreduce:StopNotebookExecution ON arn:aws:elasticmapreduce:*:*:notebook-execution/*\n" +
				"elasticmapreduce:StartNotebookExecution ON arn:aws:elasticmapreduce:*:*:cluster/j-1 arn:aws:elasticmapreduce:*:*:editor/e-1\n" +
				"iam:PassRole ON arn:aws:iam::*:role/EMR_Notebooks_DefaultRole IF StringEquals iam:PassedToService elasticmapreduce.amazonaws.com\n",
		},
		{
			"a serverless job", "emr_serverless_job", "completion",
			map[string]string{"application": "00f1", "execution_role": "arn:aws:iam::1:role/r"},
			"emr-serverless:CancelJobRun emr-serverless:GetJobRun ON arn:aws:emr-serverless:*:*:/applications/00f1/jobruns/*\n" +
				"emr-serverless:StartJobRun ON arn:aws:emr-serverless:*:*:/applications/00f1\n" +
				"events:DescribeRule events:PutRule events:PutTargets ON arn:aws:events:*:*:rule/StepFunctionsGetEventsForEMRServerlessJobRule\n" +
				"iam:PassRole ON arn:aws:iam::1:role/r IF StringEquals iam:PassedToService emr-serverless.amazonaws.com\n",
		},
		{
			"a job on EKS", "emr_eks_job", "none",
			map[string]string{"virtual_cluster": "v", "execution_role": "arn:aws:iam::1:role/r"},
			"emr-containers:StartJobRun ON arn:aws:emr-containers:*:*:/virtualclusters/v IF StringEquals emr-containers:ExecutionRoleArn arn:aws:iam::1:role/r\n",
		},
		{
			"a task of ECS, without a revision", "ecs_task", "none",
			map[string]string{"definition": "d"},
			"ecs:RunTask ON arn:aws:ecs:*:*:task-definition/d arn:aws:ecs:*:*:task-definition/d:*\n" +
				"iam:PassRole ON arn:aws:iam::*:role/* IF StringEquals iam:PassedToService ecs-tasks.amazonaws.com\n",
		},
		{
			"a task of ECS, with one", "ecs_task", "none",
			map[string]string{"definition": "d:7"},
			"ecs:RunTask ON arn:aws:ecs:*:*:task-definition/d:7\n" +
				"iam:PassRole ON arn:aws:iam::*:role/* IF StringEquals iam:PassedToService ecs-tasks.amazonaws.com\n",
		},
		{
			"a topic by name", "sns_publish", "completion",
			map[string]string{"topic": "t"},
			"sns:Publish ON arn:aws:sns:*:*:t\n",
		},
		{
			"a queue by its URL", "sqs_send", "completion",
			map[string]string{"queue": "https://sqs.eu-west-1.amazonaws.com/123456789012/q.fifo"},
			"sqs:SendMessage ON arn:aws:sqs:eu-west-1:123456789012:q.fifo\n",
		},
		{
			"a queue nobody knows yet", "sqs_send", "completion",
			map[string]string{"queue": "?"},
			"sqs:SendMessage ON arn:aws:sqs:*:*:*\n",
		},
		{
			"the default bus", "events_put", "completion", nil,
			"events:PutEvents ON arn:aws:events:*:*:event-bus/default\n",
		},
		{
			"a table by ARN", "dynamodb_get", "completion",
			map[string]string{"table": "arn:aws:dynamodb:eu-west-1:1:table/t"},
			"dynamodb:GetItem ON arn:aws:dynamodb:eu-west-1:1:table/t\n",
		},
		{
			"another pipeline", "pipeline", "completion",
			map[string]string{"pipeline": "load"},
			"events:DescribeRule events:PutRule events:PutTargets ON arn:aws:events:*:*:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule\n" +
				"states:DescribeExecution states:StopExecution ON arn:aws:states:*:*:execution:load:*\n" +
				"states:StartExecution ON arn:aws:states:*:*:stateMachine:load\n",
		},
		{
			"an alias of a machine", "state_machine", "completion",
			map[string]string{"arn": "arn:aws:states:eu-west-1:1:stateMachine:m:live"},
			"events:DescribeRule events:PutRule events:PutTargets ON arn:aws:events:*:*:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule\n" +
				"states:DescribeExecution states:StopExecution ON arn:aws:states:eu-west-1:1:execution:m:*\n" +
				"states:StartExecution ON arn:aws:states:eu-west-1:1:stateMachine:m:live\n",
		},
		{
			"an endpoint", "http", "completion",
			map[string]string{"method": "GET", "url": "https://a.example/*", "connection": "arn:aws:events:eu-west-1:1:connection/c/u"},
			"events:RetrieveConnectionCredentials ON arn:aws:events:eu-west-1:1:connection/c/u\n" +
				"secretsmanager:DescribeSecret secretsmanager:GetSecretValue ON arn:aws:secretsmanager:*:*:secret:events!connection/*\n" +
				"states:InvokeHTTPEndpoint ON arn:aws:states:*:*:stateMachine:daily IF StringEquals states:HTTPMethod GET IF StringLike states:HTTPEndpoint https://a.example/*\n",
		},
		{
			"an endpoint nobody knows yet", "http", "completion",
			map[string]string{"method": "GET", "url": "?", "connection": "?"},
			"events:RetrieveConnectionCredentials ON arn:aws:events:*:*:connection/*\n" +
				"secretsmanager:DescribeSecret secretsmanager:GetSecretValue ON arn:aws:secretsmanager:*:*:secret:events!connection/*\n" +
				"states:InvokeHTTPEndpoint ON arn:aws:states:*:*:stateMachine:daily IF StringEquals states:HTTPMethod GET\n",
		},
		{
			"Redshift by a secret", "redshift_query", "none",
			map[string]string{"workgroup": "w", "secret": "arn:aws:secretsmanager:eu-west-1:1:secret:s"},
			"redshift-data:BatchExecuteStatement ON arn:aws:redshift-serverless:*:*:workgroup/*\n" +
				"secretsmanager:GetSecretValue ON arn:aws:secretsmanager:eu-west-1:1:secret:s\n",
		},
		{
			"Redshift by credentials", "redshift_query", "none",
			map[string]string{"cluster": "c", "user": "u", "database": "d"},
			"redshift-data:BatchExecuteStatement ON arn:aws:redshift:*:*:cluster:c\n" +
				"redshift:GetClusterCredentials ON arn:aws:redshift:*:*:dbname:c/d arn:aws:redshift:*:*:dbuser:c/u\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(Policy([]Use{use(t, tt.kind, tt.await, tt.args)}, Where{Pipeline: "daily"}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestPolicy shows how the needs of several tasks come together.
func TestPolicy(t *testing.T) {
	uses := []Use{
		use(t, "glue_job", "completion", map[string]string{"job": "b"}),
		use(t, "glue_job", "completion", map[string]string{"job": "a"}),
		use(t, "glue_job", "none", map[string]string{"job": "c"}),
		use(t, "glue_job", "completion", map[string]string{"job": "a"}),
		use(t, "lambda", "completion", map[string]string{"function": "f"}),
		use(t, "lambda", "completion", map[string]string{"function": "?"}),
		{Allow: Logging()},
		{Allow: Tracing()},
		{Allow: DistributedMap()},
		{Allow: AssumeRole("arn:aws:iam::2:role/r")},
		{Allow: clusterEMR.Allow, Value: given(map[string]string{"roles.service": "EMR", "roles.instance": "EC2"})},
	}
	where := Where{Partition: "aws-cn", Region: "cn-north-1", Account: "111122223333", Pipeline: "daily"}
	want := `elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows ON arn:aws-cn:elasticmapreduce:cn-north-1:111122223333:cluster/*
elasticmapreduce:RunJobFlow logs:CreateLogDelivery logs:CreateLogStream logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutLogEvents logs:PutResourcePolicy logs:UpdateLogDelivery xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments ON *
glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns ON arn:aws-cn:glue:cn-north-1:111122223333:job/a arn:aws-cn:glue:cn-north-1:111122223333:job/b
glue:StartJobRun ON arn:aws-cn:glue:cn-north-1:111122223333:job/a arn:aws-cn:glue:cn-north-1:111122223333:job/b arn:aws-cn:glue:cn-north-1:111122223333:job/c
iam:CreateServiceLinkedRole ON arn:aws-cn:iam::111122223333:role/aws-service-role/elasticmapreduce.amazonaws.com*/AWSServiceRoleForEMRCleanup* IF StringLike iam:AWSServiceName elasticmapreduce.amazonaws.com*
iam:PassRole ON arn:aws-cn:iam::111122223333:role/EC2 IF StringEquals iam:PassedToService ec2.amazonaws.com
iam:PassRole ON arn:aws-cn:iam::111122223333:role/EMR IF StringEquals iam:PassedToService elasticmapreduce.amazonaws.com
lambda:InvokeFunction ON arn:aws-cn:lambda:cn-north-1:111122223333:function:*
states:DescribeExecution states:StopExecution ON arn:aws-cn:states:cn-north-1:111122223333:execution:daily:*
states:RedriveExecution ON arn:aws-cn:states:cn-north-1:111122223333:execution:daily/*:*
states:StartExecution ON arn:aws-cn:states:cn-north-1:111122223333:stateMachine:daily
sts:AssumeRole ON arn:aws:iam::2:role/r
`
	if diff := cmp.Diff(want, lines(Policy(uses, where))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAppendJSON(t *testing.T) {
	statements := Policy([]Use{
		use(t, "lambda", "completion", map[string]string{"function": "f&g"}),
		{Allow: []Allow{passRole("arn:aws:iam::1:role/r", "glue.amazonaws.com")}},
	}, Where{})
	want := `before{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "iam:PassRole"
      ],
      "Resource": [
        "arn:aws:iam::1:role/r"
      ],
      "Condition": {
        "StringEquals": {
          "iam:PassedToService": "glue.amazonaws.com"
        }
      }
    },
    {
      "Effect": "Allow",
      "Action": [
        "lambda:InvokeFunction"
      ],
      "Resource": [
        "arn:aws:lambda:*:*:function:f&g",
        "arn:aws:lambda:*:*:function:f&g:*"
      ]
    }
  ]
}
`
	if diff := cmp.Diff(want, string(AppendJSON([]byte("before"), statements))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := AppendJSON(nil, nil); !json.Valid(got) || !bytes.Contains(got, []byte(`"Statement": []`)) {
		t.Errorf("no statements: %s", got)
	}
}

func TestResolve(t *testing.T) {
	tests := []struct{ text, value, want string }{
		{"arn:{partition}:s3:::{x}", "s3://bucket/a/b", "arn:aws:s3:::bucket/a/b"},
		{"arn:{partition}:ssm:{region}:{account}:parameter/{x}", "/a/b", "arn:aws:ssm:*:*:parameter/a/b"},
		{"arn:{partition}:ssm:{region}:{account}:parameter/{x}", "a", "arn:aws:ssm:*:*:parameter/a"},
		{"arn:{partition}:sqs:{region}:{account}:{x}", "https://sqs.eu-west-1.amazonaws.com/1", "arn:aws:sqs:*:*:https://sqs.eu-west-1.amazonaws.com/1"},
		{"arn:{partition}:glue:{region}:{account}:job/{x}", "day-*", "arn:aws:glue:*:*:job/day-*"},
		{"arn:{partition}:glue:{region}:{account}:job/{x}*", "?", "arn:aws:glue:*:*:job/*"},
		{"arn:{partition}:glue:{region}:{account}:job/{y|none}", "", "arn:aws:glue:*:*:job/none"},
		{"arn:{partition}:glue:{region}:{account}:job/{y}", "", "arn:aws:glue:*:*:job/*"},
		{"arn:{partition}:states:{region}:{account}:execution:{x}:*", "child", "arn:aws:states:*:*:execution:child:*"},
		{"*", "", "*"},
	}
	for _, tt := range tests {
		r := resolver{value: given(map[string]string{"x": tt.value})}
		if got := r.resolve(tt.text); got != tt.want {
			t.Errorf("%s with %q = %s, want %s", tt.text, tt.value, got, tt.want)
		}
	}
}

// matches is what IAM means by a pattern, as plainly as it can be said.
func matches(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	if pattern[0] != '*' {
		return text != "" && text[0] == pattern[0] && matches(pattern[1:], text[1:])
	}
	return matches(pattern[1:], text) || text != "" && matches(pattern, text[1:])
}

func TestCoversIsMatching(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wide := rapid.StringMatching(`[ab*]{0,6}`).Draw(t, "wide")
		text := rapid.StringMatching(`[ab]{0,8}`).Draw(t, "text")
		if got, want := covers(wide, text), matches(wide, text); got != want {
			t.Fatalf("covers(%q, %q) = %v, want %v", wide, text, got, want)
		}
		narrow := rapid.StringMatching(`[ab*]{0,6}`).Draw(t, "narrow")
		if covers(wide, narrow) && matches(narrow, text) && !matches(wide, text) {
			t.Fatalf("covers(%q, %q), but %q is only in the second", wide, narrow, text)
		}
	})
}

// TestPolicyAllowsWhatIsAsked shows for any needs that the policy allows each
// of them, nothing that none of them asks for, and that their order is nothing.
func TestPolicyAllowsWhatIsAsked(t *testing.T) {
	action := rapid.SampledFrom([]string{"s:A", "s:B", "s:C", "t:A"})
	resource := rapid.SampledFrom([]string{"*", "arn:a", "arn:a/*", "arn:a/1", "arn:b", "arn:{partition}:c"})
	role := rapid.SampledFrom([]string{"", "x", "y"})
	rapid.Check(t, func(t *rapid.T) {
		var uses []Use
		for range rapid.IntRange(0, 6).Draw(t, "uses") {
			uses = append(uses, Use{Allow: []Allow{{
				Actions:  rapid.SliceOfN(action, 1, 3).Draw(t, "actions"),
				Resource: resource.Draw(t, "resource"),
				PassedTo: role.Draw(t, "role"),
			}}})
		}
		policy := Policy(uses, Where{})
		asks := func(a Allow, s Statement) bool {
			passed := ""
			if len(s.Conditions) > 0 {
				passed = s.Conditions[0].Value
			}
			return a.PassedTo == passed
		}
		for _, u := range uses {
			a := u.Allow[0]
			r := resolver{}.resolve(a.Resource)
			for _, act := range a.Actions {
				if !slices.ContainsFunc(policy, func(s Statement) bool {
					return asks(a, s) && slices.Contains(s.Actions, act) &&
						slices.ContainsFunc(s.Resources, func(wide string) bool { return covers(wide, r) })
				}) {
					t.Fatalf("%s on %s is not allowed by\n%s", act, r, lines(policy))
				}
			}
		}
		for _, s := range policy {
			for _, act := range s.Actions {
				for _, r := range s.Resources {
					if !slices.ContainsFunc(uses, func(u Use) bool {
						a := u.Allow[0]
						return asks(a, s) && slices.Contains(a.Actions, act) && resolver{}.resolve(a.Resource) == r
					}) {
						t.Fatalf("nobody asked for %s on %s", act, r)
					}
				}
			}
		}
		shuffled := slices.Clone(uses)
		rand.New(rand.NewSource(int64(rapid.IntRange(0, 1000).Draw(t, "order")))).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		if diff := cmp.Diff(lines(policy), lines(Policy(shuffled, Where{}))); diff != "" {
			t.Fatalf("the order of the uses shows:\n%s", diff)
		}
	})
}
