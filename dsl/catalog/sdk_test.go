package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCall(t *testing.T) {
	tests := []struct {
		text, want string
		known, ok  bool
	}{
		{"s3:headObject", "s3:headObject", true, true},
		{"s3:HeadObject", "s3:headObject", true, true},
		{"emr-serverless:createApplication", "emrserverless:createApplication", true, true},
		{"elasticmapreduce:terminateCluster", "emr:terminateCluster", true, true},
		{"states:startExecution", "sfn:startExecution", true, true},
		{"databasemigrationservice:startReplicationTask", "databasemigration:startReplicationTask", true, true},
		{"dms:startReplicationTask", "databasemigration:startReplicationTask", true, true},
		{"configservice:startConfigRulesEvaluation", "config:startConfigRulesEvaluation", true, true},
		{"teapot:brew", "teapot:brew", false, true},
		{"sts:assumeRole", "sts:assumeRole", false, true},
		{"kinesis:subscribeToShard", "kinesis:subscribeToShard", false, true},
		{"s3", "", false, false},
		{"s3:", "", false, false},
		{":headObject", "", false, false},
		{"s3:head-object", "", false, false},
		{"s3:head:object", "", false, false},
		{"", "", false, false},
	}
	for _, tt := range tests {
		call, known, ok := ParseCall(tt.text)
		got := ""
		if ok {
			got = call.String()
		}
		if got != tt.want || known != tt.known || ok != tt.ok {
			t.Errorf("ParseCall(%q) = %q, %v, %v, want %q, %v, %v", tt.text, got, known, ok, tt.want, tt.known, tt.ok)
		}
	}
}

func FuzzParseCall(f *testing.F) {
	for _, seed := range []string{"s3:headObject", "emr-serverless:createApplication", "", ":", "ſ:é", "a b:c", "service:x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		call, known, ok := ParseCall(text)
		if !ok {
			if known || call != (SDKCall{}) {
				t.Fatalf("ParseCall(%q) = %v, %v though it is no call", text, call, known)
			}
			return
		}
		if call.Service == "" || call.Action == "" {
			t.Fatalf("ParseCall(%q) = %v", text, call)
		}
		if !known {
			return
		}
		if !slices.Contains(sdkServices, call.Service) {
			t.Fatalf("ParseCall(%q) knows the service %s", text, call.Service)
		}
		if again, _, _ := ParseCall(call.String()); again != call {
			t.Fatalf("ParseCall(%q) = %v, and of that %v", text, call, again)
		}
	})
}

func TestSDKNames(t *testing.T) {
	call := SDKCall{Service: "emrserverless", Action: "createApplication"}
	if got, want := call.Resource(), "arn:aws:states:::aws-sdk:emrserverless:createApplication"; got != want {
		t.Errorf("Resource = %s, want %s", got, want)
	}
	for service, want := range map[string]string{
		"emr": "Emr", "dynamodb": "DynamoDb", "s3": "S3", "databasemigration": "DatabaseMigration", "glue": "Glue", "sfn": "Sfn",
	} {
		if got := (SDKCall{Service: service}).ExceptionPrefix(); got != want {
			t.Errorf("prefix of %s = %s, want %s", service, got, want)
		}
	}
	transient := (SDKCall{Service: "dynamodb", Action: "query"}).Transient()
	for _, name := range []string{
		"DynamoDb.DynamoDbException", "DynamoDb.ProvisionedThroughputExceededException", "DynamoDb.SdkClientException",
		"DynamoDb.ThrottlingException",
	} {
		if !slices.Contains(transient, name) {
			t.Errorf("transient of DynamoDB lacks %s: %v", name, transient)
		}
	}
	for _, name := range []string{"DynamoDb.ConditionalCheckFailedException", "DynamoDb.ResourceNotFoundException"} {
		if slices.Contains(transient, name) {
			t.Errorf("%s is not transient", name)
		}
	}
	if len(SDKServices()) != 389 {
		t.Errorf("%d services, the guide has 389", len(SDKServices()))
	}
	for _, table := range []map[string]string{iamPrefixes, exceptionPrefixes} {
		for service := range table {
			if !slices.Contains(sdkServices, service) {
				t.Errorf("no service %s", service)
			}
		}
	}
	for _, service := range sdkAliases {
		if !slices.Contains(sdkServices, service) {
			t.Errorf("no service %s", service)
		}
	}
}

func TestActionsOf(t *testing.T) {
	for call, want := range map[string]string{
		"glue:startCrawler":             "glue:StartCrawler",
		"emr:startNotebookExecution":    "elasticmapreduce:StartNotebookExecution",
		"sfn:startSyncExecution":        "states:StartSyncExecution",
		"eventbridge:putEvents":         "events:PutEvents",
		"cloudwatchlogs:putLogEvents":   "logs:PutLogEvents",
		"lambda:invoke":                 "lambda:InvokeFunction",
		"s3:headObject":                 "s3:GetObject",
		"s3:listObjectsV2":              "s3:ListBucket",
		"s3:headBucket":                 "s3:ListBucket",
		"s3:listBuckets":                "s3:ListAllMyBuckets",
		"s3:copyObject":                 "s3:GetObject s3:PutObject",
		"s3:deleteObjects":              "s3:DeleteObject",
		"bedrockruntime:converse":       "bedrock:InvokeModel",
		"bedrockruntime:invokeModel":    "bedrock:InvokeModel",
		"dynamodb:transactWriteItems":   "dynamodb:ConditionCheckItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem",
		"dynamodb:executeStatement":     "dynamodb:PartiQLDelete dynamodb:PartiQLInsert dynamodb:PartiQLSelect dynamodb:PartiQLUpdate",
		"sqs:sendMessageBatch":          "sqs:SendMessage",
		"redshiftdata:executeStatement": "redshift-data:ExecuteStatement",
		"sesv2:sendEmail":               "ses:SendEmail",
		"costexplorer:getCostAndUsage":  "ce:GetCostAndUsage",
	} {
		service, action, _ := strings.Cut(call, ":")
		if got := strings.Join(ActionsOf(service, action), " "); got != want {
			t.Errorf("ActionsOf(%s) = %s, want %s", call, got, want)
		}
	}
}

// TestSDKPolicies shows how calls are narrowed to what their arguments name.
func TestSDKPolicies(t *testing.T) {
	tests := []struct {
		call string
		args map[string]string
		want string
	}{
		{
			"s3:headObject",
			map[string]string{"arguments.Bucket": "lake", "arguments.Key": "raw/_SUCCESS"},
			"s3:GetObject ON arn:aws:s3:::lake/raw/_SUCCESS\n",
		},
		{
			"s3:headObject",
			map[string]string{"arguments.Bucket": "lake", "arguments.Key": "?"},
			"s3:GetObject ON arn:aws:s3:::lake/*\n",
		},
		{
			"s3:listObjectsV2",
			map[string]string{"arguments.Bucket": "lake"},
			"s3:ListBucket ON arn:aws:s3:::lake\n",
		},
		{
			"s3:deleteObjects",
			map[string]string{"arguments.Bucket": "lake"},
			"s3:DeleteObject ON arn:aws:s3:::lake/*\n",
		},
		{
			"s3:copyObject",
			map[string]string{"arguments.Bucket": "to", "arguments.Key": "k", "arguments.CopySource": "from/k"},
			"s3:GetObject ON arn:aws:s3:::from/k\ns3:PutObject ON arn:aws:s3:::to/k\n",
		},
		{"s3:listBuckets", nil, "s3:ListAllMyBuckets ON *\n"},
		{
			"dynamodb:query",
			map[string]string{"arguments.TableName": "t"},
			"dynamodb:Query ON arn:aws:dynamodb:*:*:table/t\n",
		},
		{
			"dynamodb:query",
			map[string]string{"arguments.TableName": "t", "arguments.IndexName": "i"},
			"dynamodb:Query ON arn:aws:dynamodb:*:*:table/t/index/i\n",
		},
		{
			"glue:startCrawler",
			map[string]string{"arguments.Name": "c"},
			"glue:StartCrawler ON arn:aws:glue:*:*:crawler/c\n",
		},
		{
			"glue:startDataQualityRulesetEvaluationRun",
			map[string]string{"arguments.Role": "dq"},
			"glue:StartDataQualityRulesetEvaluationRun ON *\n" +
				"iam:PassRole ON arn:aws:iam::*:role/dq IF StringEquals iam:PassedToService glue.amazonaws.com\n",
		},
		{
			"emr:setTerminationProtection",
			map[string]string{"arguments.JobFlowIds": "?"},
			"elasticmapreduce:SetTerminationProtection ON arn:aws:elasticmapreduce:*:*:cluster/*\n",
		},
		{
			"databasemigration:startReplicationTask",
			map[string]string{"arguments.ReplicationTaskArn": "arn:aws:dms:eu-west-2:1:task:A"},
			"dms:StartReplicationTask ON arn:aws:dms:eu-west-2:1:task:A\n",
		},
		{
			"ecs:runTask",
			map[string]string{"arguments.TaskRoleArn": "arn:aws:iam::1:role/r"},
			"ecs:RunTask ON *\niam:PassRole ON arn:aws:iam::1:role/r IF StringEquals iam:PassedToService ecs-tasks.amazonaws.com\n",
		},
		{"athena:getQueryResults", nil, "athena:GetQueryResults ON *\ns3:GetObject ON arn:aws:s3:::*\n"},
	}
	for _, tt := range tests {
		call, _, ok := ParseCall(tt.call)
		if !ok {
			t.Fatal(tt.call)
		}
		value := given(tt.args)
		got := lines(Policy([]Use{{Allow: call.Allow(value), Value: value}}, Where{}))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s %v (-want +got):\n%s", tt.call, tt.args, diff)
		}
	}
}

func TestSDKPolicyOfNoArguments(t *testing.T) {
	call := SDKCall{Service: "s3", Action: "putObject"}
	if got, want := lines(Policy([]Use{{Allow: call.Allow(nil)}}, Where{})), "s3:PutObject ON *\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAllowMissing shows what tells a missing object from a forbidden one.
func TestAllowMissing(t *testing.T) {
	head := SDKCall{Service: "s3", Action: "headObject"}
	value := given(map[string]string{"arguments.Bucket": "lake"})
	if got, want := lines(Policy([]Use{{Allow: head.AllowMissing(), Value: value}}, Where{})), "s3:ListBucket ON arn:aws:s3:::lake\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := (SDKCall{Service: "s3", Action: "putObject"}).AllowMissing(); got != nil {
		t.Errorf("putObject: %v", got)
	}
}

func TestWaiting(t *testing.T) {
	tests := []struct{ call, want string }{
		{"emr-serverless:createApplication", "arn:aws:states:::emr-serverless:createApplication.sync"},
		{"sagemaker:createHyperParameterTuningJob", "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync"},
		{"states:startExecution", "arn:aws:states:::states:startExecution.sync:2"},
		{"elasticmapreduce:terminateCluster", "arn:aws:states:::elasticmapreduce:terminateCluster.sync"},
		{"glue:startCrawler", ""},
		{"s3:getObject", ""},
	}
	for _, tt := range tests {
		call, _, _ := ParseCall(tt.call)
		got := ""
		if w, ok := call.Waiting(); ok {
			got = w.Resource
		}
		if got != tt.want {
			t.Errorf("%s waits by %q, want %q", tt.call, got, tt.want)
		}
	}
	for i := range waits {
		w := &waits[i]
		if !resourceForm.MatchString(w.Resource) || len(w.Allow) == 0 {
			t.Errorf("%s: resource %s, %d statements", w, w.Resource, len(w.Allow))
		}
		if !slices.IsSorted(w.Transient()) {
			t.Errorf("%s: transient %v", w, w.Transient())
		}
		for _, name := range w.Transient() {
			if !strings.HasPrefix(name, w.Prefix+".") {
				t.Errorf("%s: %s", w, name)
			}
		}
		checkAllows(t, w.Allow, []Arg{{Name: "arguments"}})
		// A task of a kind raises the same errors as the bare call does.
		for _, k := range All {
			for _, m := range k.Modes {
				if m.Resource == w.Resource && !strings.HasPrefix(k.Transient[0], w.Prefix+".") {
					t.Errorf("%s: prefix %s, of kind %s %s", w, w.Prefix, k.Name, k.Transient[0])
				}
			}
		}
	}
}
