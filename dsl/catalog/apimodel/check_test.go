package apimodel

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// TestCheck has arguments as they stand in a state; "{%...%}" is known at run time
// only.
func TestCheck(t *testing.T) {
	tests := []struct {
		resource, arguments string
		want                []string
	}{
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "Arguments": {"--day": "{% $d %}"}, "NumberOfWorkers": 2}`, nil},
		{"aws-sdk:glue:startJobRun", `{"JobName": null}`, []string{" lacks JobName"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "{% $j %}", "Jobname": 1}`, []string{"Jobname misspelt: JobName", "Jobname is number, not 0"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "Argument": {}}`, []string{"Argument unknown"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "Arguments": {"--n": 5}}`, []string{"Arguments.--n is number, not 0"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "Arguments": ["--n"]}`, []string{"Arguments is tuple, not 9"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "WorkerType": "G.99X"}`, []string{"WorkerType unlisted: G.99X"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "WorkerType": 1}`, []string{"WorkerType is number, not 7"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "NumberOfWorkers": 1.5}`, []string{"NumberOfWorkers is number, not 1"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "NumberOfWorkers": "2", "JobRunQueuingEnabled": "true", "MaxCapacity": "0.5"}`, nil},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "NumberOfWorkers": "two", "JobRunQueuingEnabled": 1, "MaxCapacity": []}`, []string{
			"JobRunQueuingEnabled is number, not 3", "MaxCapacity is tuple, not 2", "NumberOfWorkers is string, not 1",
		}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "NotificationProperty": {"NotifyDelayAfter": 5, "Notify": 1}}`, []string{"NotificationProperty.Notify unknown"}},
		{"aws-sdk:glue:startJobRun", `{"JobName": "j", "NotificationProperty": "later"}`, []string{"NotificationProperty is string, not 10"}},
		{"aws-sdk:rds:deleteDBInstance", `{"DBInstanceIdentifier": "i"}`, []string{"DBInstanceIdentifier misspelt: DbInstanceIdentifier"}},
		{"aws-sdk:sfn:startExecution", `{"StateMachineArn": "a", "Input": {"any": "thing"}, "Name": {}}`, []string{"Name is object, not 0"}},
		{"aws-sdk:s3:putObject", `{"Bucket": "b", "Key": "k", "Body": [1, {"x": true}]}`, nil},
		{"aws-sdk:cloudwatch:putMetricData", `{"Namespace": "n", "MetricData": [{"MetricName": "m", "Value": 1, "Timestamp": "2026-01-01T00:00:00Z"}, {"Value": 2}]}`, []string{"MetricData.* lacks MetricName"}},
		{"aws-sdk:emrserverless:startJobRun", `{"ApplicationId": "a", "ExecutionRoleArn": "r"}`, nil},
		{"dynamodb:putItem", `{"TableName": "t", "Item": {"a": "text", "b": {"N": "1"}, "c": {"X": "1"}}}`, []string{"Item.c.X unknown"}},
		{"aws-sdk:dynamodb:putItem", `{"TableName": "t", "Item": {"a": "text"}}`, []string{"Item.a is string, not 11"}},
		{"elasticmapreduce:addStep.sync", `{"ClusterId": "j", "Step": {"Name": "s", "HadoopJarStep": {"Args": ["a"]}}}`, []string{"Step.HadoopJarStep lacks Jar"}},
		{"elasticmapreduce:createCluster.sync", `{"Name": "c", "Instances": {"KeepJobFlowAliveWhenNoSteps": true}, "Nam": 1}`, []string{"Nam unknown"}},
		{"elasticmapreduce:modifyInstanceFleetByName", `{"ClusterId": "j", "InstanceFleetName": "f", "InstanceFleet": {"InstanceFleetId": "x"}}`, []string{"InstanceFleet.InstanceFleetId unknown"}},
		{"elasticmapreduce:modifyInstanceGroupByName", `{"ClusterId": "j", "InstanceGroupName": "f", "InstanceGroup": {"InstanceCount": 1}}`, nil},
		{"elasticmapreduce:terminateCluster", `{}`, []string{" lacks ClusterId"}},
		{"elasticmapreduce:cancelStep", `{"ClusterId": "j"}`, []string{" lacks StepId"}},
		{"elasticmapreduce:setClusterTerminationProtection", `{"ClusterId": "j", "TerminationProtected": "maybe"}`, []string{"TerminationProtected is string, not 3"}},
		{"bedrock:invokeModel", `{"ModelId": "m", "Input": {"S3Uri": "s3://a/b"}}`, nil},
		{"http:invoke", `{"ApiEndpoint": "https://a", "Method": "BREW", "InvocationConfig": {}}`, []string{"InvocationConfig lacks ConnectionArn", "Method unlisted: BREW"}},
		{"apigateway:invoke", `{"ApiEndpoint": "a", "Method": "GET"}`, nil},
		{"eks:call", `{"ClusterName": "c", "CertificateAuthority": "a", "Endpoint": "e", "Method": "GET"}`, []string{" lacks Path"}},
		{"eks:runJob.sync", `{"ClusterName": "c", "CertificateAuthority": "a", "Endpoint": "e", "Job": {"apiVersion": "batch/v1"}}`, nil},
		{"sns:publish", `{"TopicArn": "t", "Message": {"an": "object"}}`, nil},
		{"aws-sdk:glue:brew", `{}`, []string{"no such operation"}},
	}
	for _, tt := range tests {
		call, ok := Resource("arn:aws:states:::" + tt.resource)
		if !ok {
			t.Errorf("%s: no such service", tt.resource)
			continue
		}
		d := json.NewDecoder(bytes.NewReader([]byte(tt.arguments)))
		d.UseNumber()
		var arguments any
		if err := d.Decode(&arguments); err != nil {
			t.Fatal(err)
		}
		got := found(call, map[string]any{"Arguments": arguments})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", tt.resource, tt.arguments, diff)
		}
	}
}

// TestCheckTypes: of what only an execution knows the type is checked.
func TestCheckTypes(t *testing.T) {
	input := mustHave("glue", "StartJobRun").Input
	unknown := cty.UnknownVal
	tests := []struct {
		name string
		v    cty.Value
		want []string
	}{
		{"anything", cty.DynamicVal, nil},
		{"an object", unknown(cty.Object(map[string]cty.Type{"JobName": cty.String, "Job": cty.String})), []string{"Job unknown"}},
		{"a map", unknown(cty.Map(cty.String)), nil},
		{"a map that is known", cty.MapVal(map[string]cty.Value{"JobName": cty.StringVal("j"), "Jab": cty.StringVal("j")}), []string{"* unknown"}},
		{"a set of texts", cty.ObjectVal(map[string]cty.Value{
			"JobName": cty.StringVal("j"), "Arguments": cty.MapVal(map[string]cty.Value{"--a": cty.StringVal("b")}),
			"NotificationProperty": cty.SetVal([]cty.Value{cty.StringVal("x")}),
		}), []string{"NotificationProperty is set of string, not 10"}},
		{"text", unknown(cty.String), []string{" is string, not 10"}},
		{"members", cty.ObjectVal(map[string]cty.Value{
			"JobName":         unknown(cty.Number),
			"Arguments":       unknown(cty.Map(cty.Number)),
			"NumberOfWorkers": unknown(cty.String),
			"MaxCapacity":     unknown(cty.Number),
			"WorkerType":      unknown(cty.String),
			"Timeout":         cty.DynamicVal,
		}), []string{"Arguments is number, not 0", "JobName is number, not 0", "NumberOfWorkers is string, not 1"}},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range AsSDK.Check(input, tt.v) {
			got = append(got, describe(p))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestCheckSets: elements of a set have no index, so a path ends at the set.
func TestCheckSets(t *testing.T) {
	input := mustHave("emr", "TerminateJobFlows").Input
	for _, tt := range []struct {
		v    cty.Value
		want []string
	}{
		{cty.SetVal([]cty.Value{cty.StringVal("j-1"), cty.StringVal("j-2")}), nil},
		{cty.SetVal([]cty.Value{cty.True}), []string{"JobFlowIds is bool, not 0"}},
		{cty.ListVal([]cty.Value{cty.True}), []string{"JobFlowIds.* is bool, not 0"}},
		{cty.UnknownVal(cty.Set(cty.Bool)), []string{"JobFlowIds is bool, not 0"}},
	} {
		var got []string
		for _, p := range AsSDK.Check(input, cty.ObjectVal(map[string]cty.Value{"JobFlowIds": tt.v})) {
			got = append(got, describe(p))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%#v (-want +got):\n%s", tt.v, diff)
		}
	}
}

func TestResource(t *testing.T) {
	tests := []struct {
		resource, want string
		casing         Casing
		ok             bool
	}{
		{"arn:aws:states:::aws-sdk:emr:runJobFlow", "emr:RunJobFlow", AsSDK, true},
		{"arn:aws:states:::events:putEvents.waitForTaskToken", "eventbridge:PutEvents", AsAPI, true},
		{"arn:aws:states:::states:startExecution.sync:2", "sfn:StartExecution", AsAPI, true},
		{"arn:aws:states:::bedrock:invokeModel", "bedrockruntime:InvokeModel", AsAPI, true},
		{"arn:aws:states:::bedrock:createModelCustomizationJob.sync", "bedrock:CreateModelCustomizationJob", AsAPI, true},
		{"arn:aws:states:::elasticmapreduce:addStep", "emr:AddStep", AsAPI, true},
		{"arn:aws:states:::http:invoke", ":Invoke", AsAPI, true},
		{"arn:aws:states:::glue:brew", "glue:", AsAPI, true},
		{"arn:aws:states:::aws-sdk:teapot:brew", "", AsSDK, false},
		{"arn:aws:states:::teapot:brew", "", AsAPI, false},
		{"arn:aws:states:::glue", "", AsAPI, false},
		{"arn:aws:lambda:eu-west-2:1:function:f", "", AsAPI, false},
	}
	for _, tt := range tests {
		call, ok := Resource(tt.resource)
		got := ""
		if ok {
			if call.Service != nil {
				got = call.Service.Name
			}
			got += ":"
			if call.Operation != nil {
				got += call.Operation.Name
			}
		}
		if got != tt.want || ok != tt.ok || ok && call.Casing != tt.casing {
			t.Errorf("%s: %q, %v, %v, want %q, %v, %v", tt.resource, got, call.Casing, ok, tt.want, tt.casing, tt.ok)
		}
	}
}

func TestAnswer(t *testing.T) {
	tests := []struct {
		service, operation string
		path               []string
		want               cty.Type
	}{
		{"lambda", "Invoke", []string{"FunctionError"}, cty.String},
		{"lambda", "Invoke", []string{"Payload"}, cty.String},
		{"s3", "HeadObject", []string{"ContentLength"}, cty.Number},
		{"s3", "HeadObject", []string{"DeleteMarker"}, cty.Bool},
		{"s3", "HeadObject", []string{"LastModified"}, cty.String},
		{"s3", "HeadObject", []string{"Metadata"}, cty.Map(cty.String)},
		{"glue", "GetCrawler", []string{"Crawler", "LastCrawl", "Status"}, cty.String},
		{"rds", "DescribeDBInstances", []string{"DbInstances", "", "DbInstanceIdentifier"}, cty.String},
		// Of types that hold themselves, and of DynamoDB's values.
		{"emr", "DescribeCluster", []string{"Cluster", "Configurations", "", "Configurations"}, cty.DynamicPseudoType},
		{"dynamodb", "GetItem", []string{"Item"}, cty.DynamicPseudoType},
	}
	for _, tt := range tests {
		got := AsSDK.Answer(mustHave(tt.service, tt.operation))
		for _, name := range tt.path {
			switch {
			case name == "" && got.IsListType():
				got = got.ElementType()
			case got.IsObjectType() && got.HasAttribute(name):
				got = got.AttributeType(name)
			default:
				t.Fatalf("%s:%s %v: no %q in %s", tt.service, tt.operation, tt.path, name, got.FriendlyName())
			}
		}
		if !got.Equals(tt.want) {
			t.Errorf("%s:%s %v is %s, want %s", tt.service, tt.operation, tt.path, got.FriendlyName(), tt.want.FriendlyName())
		}
	}
}

// TestAnswers makes the types of all answers: none is too large, and none lacks an
// end.
func TestAnswers(t *testing.T) {
	for _, name := range Services() {
		s, _ := Lookup(name)
		for i := range s.Operations {
			for _, c := range []Casing{AsAPI, AsSDK} {
				op := &s.Operations[i]
				got := c.Answer(op)
				if !got.IsObjectType() || len(got.AttributeTypes()) != len(op.Output.Members) {
					t.Errorf("%s:%s gives %s", name, op.Name, got.FriendlyName())
				}
				if n := parts(got); n > most {
					t.Errorf("the answer of %s:%s has %d parts", name, op.Name, n)
				}
			}
		}
	}
}

func parts(t cty.Type) int {
	switch {
	case t.IsObjectType():
		n := 1
		for _, of := range t.AttributeTypes() {
			n += parts(of)
		}
		return n
	case t.IsCollectionType():
		return 1 + parts(t.ElementType())
	}
	return 1
}
