package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// TestArguments shows what is sent for what a user writes. Where the shared
// acceptance tests expect a call of a kind, its shape is theirs.
func TestArguments(t *testing.T) {
	tests := []struct {
		kind, await, name string
		args, want        string
	}{
		{
			"lambda", "completion", "function and payload",
			`{ function = "post-metadata:$LATEST", payload = { ApplicationId = "app-1" } }`,
			`{"FunctionName": "post-metadata:$LATEST", "Payload": {"ApplicationId": "app-1"}}`,
		},
		{
			"lambda", "none", "an event",
			`{ function = "tell" }`,
			`{"FunctionName": "tell", "InvocationType": "Event"}`,
		},
		{
			"glue_job", "completion", "workers",
			`{ job = "compaction", arguments = { "--path" = "s3://a/" }, workers = { type = "G.1X", count = 4 } }`,
			`{"JobName": "compaction", "Arguments": {"--path": "s3://a/"}, "WorkerType": "G.1X", "NumberOfWorkers": 4}`,
		},
		{
			"glue_job", "none", "capacity",
			`{ job = "small", capacity = 0.0625 }`,
			`{"JobName": "small", "MaxCapacity": 0.0625}`,
		},
		{
			"glue_crawler", "none", "a name",
			`{ crawler = "landing" }`,
			`{"Name": "landing"}`,
		},
		{
			"athena_query", "completion", "where and in what",
			`{ query = "SELECT 1", workgroup = "etl", database = "lake", catalog = "c", output_location = "s3://a/" }`,
			`{"QueryString": "SELECT 1", "WorkGroup": "etl", "QueryExecutionContext": {"Database": "lake", "Catalog": "c"},
			  "ResultConfiguration": {"OutputLocation": "s3://a/"}}`,
		},
		{
			"emr_step", "completion", "spark",
			`{ cluster = "j-1", spark = { script = "s3://a/x.py", args = ["--day", "1"], class = "a.B",
			   deploy_mode = "cluster", conf = { "b" = "2", "a" = "1" } } }`,
			`{"ClusterId": "j-1", "Step": {"Name": "the_task", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {
			  "Jar": "command-runner.jar", "Args": ["spark-submit", "--deploy-mode", "cluster", "--class", "a.B",
			  "--conf", "a=1", "--conf", "b=2", "s3://a/x.py", "--day", "1"]}}}`,
		},
		{
			"emr_step", "completion", "spark, and no more than a script",
			`{ cluster = "j-1", name = "n", spark = { script = "s3://a/x.py" }, on_failure = "cancel_and_wait" }`,
			`{"ClusterId": "j-1", "Step": {"Name": "n", "ActionOnFailure": "CANCEL_AND_WAIT", "HadoopJarStep": {
			  "Jar": "command-runner.jar", "Args": ["spark-submit", "s3://a/x.py"]}}}`,
		},
		{
			"emr_step", "completion", "command",
			`{ cluster = "j-1", name = "The third stage", command = ["bash", "-c", "ls"], on_failure = "terminate_cluster" }`,
			`{"ClusterId": "j-1", "Step": {"Name": "The third stage", "ActionOnFailure": "TERMINATE_CLUSTER",
			  "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["bash", "-c", "ls"]}}}`,
		},
		{
			"emr_step", "none", "jar",
			`{ cluster = "j-1", jar = "s3://a/x.jar", main_class = "a.B", args = ["x"] }`,
			`{"ClusterId": "j-1", "Step": {"Name": "the_task", "ActionOnFailure": "CONTINUE",
			  "HadoopJarStep": {"Jar": "s3://a/x.jar", "MainClass": "a.B", "Args": ["x"]}}}`,
		},
		{
			"emr_step", "completion", "hive",
			`{ cluster = "j-1", hive = { script = "s3://a/x.q", args = ["-d", "D=1"] } }`,
			`{"ClusterId": "j-1", "Step": {"Name": "the_task", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {
			  "Jar": "command-runner.jar", "Args": ["hive-script", "--run-hive-script", "--args", "-f", "s3://a/x.q", "-d", "D=1"]}}}`,
		},
		{
			"emr_step", "completion", "s3distcp",
			`{ cluster = "j-1", s3distcp = { src = "s3://a/", dest = "hdfs:///b", args = ["--groupBy=.*"] } }`,
			`{"ClusterId": "j-1", "Step": {"Name": "the_task", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {
			  "Jar": "command-runner.jar", "Args": ["s3-dist-cp", "--src=s3://a/", "--dest=hdfs:///b", "--groupBy=.*"]}}}`,
		},
		{
			"emr_notebook", "none", "parameters as an object",
			`{ cluster = "j-1", editor = "e-1", notebook = "a.ipynb", notebook_parameters = { day = "d" } }`,
			`{"ExecutionEngine": {"Id": "j-1", "Type": "EMR"}, "EditorId": "e-1", "RelativePath": "a.ipynb",
			  "NotebookParams": "{\"day\":\"d\"}", "ServiceRole": "EMR_Notebooks_DefaultRole"}`,
		},
		{
			"emr_notebook", "none", "parameters as text",
			`{ cluster = "j-1", editor = "e-1", notebook = "a.ipynb", parameters_json = "{}", service_role = "r" }`,
			`{"ExecutionEngine": {"Id": "j-1", "Type": "EMR"}, "EditorId": "e-1", "RelativePath": "a.ipynb",
			  "NotebookParams": "{}", "ServiceRole": "r"}`,
		},
		{
			"emr_notebook", "none", "no parameters",
			`{ cluster = "j-1", editor = "e-1", notebook = "a.ipynb" }`,
			`{"ExecutionEngine": {"Id": "j-1", "Type": "EMR"}, "EditorId": "e-1", "RelativePath": "a.ipynb",
			  "ServiceRole": "EMR_Notebooks_DefaultRole"}`,
		},
		{
			"emr_serverless_job", "completion", "spark",
			`{ application = "app-1", execution_role = "arn:aws:iam::123456789012:role/job-step",
			   spark = { script = "/x.jar", class = "org.apache.spark.examples.SparkPi" } }`,
			`{"ApplicationId": "app-1", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/job-step", "Name": "the_task",
			  "JobDriver": {"SparkSubmit": {"EntryPoint": "/x.jar",
			  "SparkSubmitParameters": "--class org.apache.spark.examples.SparkPi"}}}`,
		},
		{
			"emr_serverless_job", "none", "hive",
			`{ application = "app-1", execution_role = "r", hive = { script = "s3://a/q", conf = { b = "2", a = "1" } } }`,
			`{"ApplicationId": "app-1", "ExecutionRoleArn": "r", "Name": "the_task",
			  "JobDriver": {"Hive": {"Query": "s3://a/q", "Parameters": "--hiveconf a=1 --hiveconf b=2"}}}`,
		},
		{
			"emr_eks_job", "completion", "spark",
			`{ virtual_cluster = "v", execution_role = "r", release = "emr-7.5.0-latest",
			   spark = { script = "s3://a/x.py", args = ["1"], conf = { b = "2", a = "1" } } }`,
			`{"VirtualClusterId": "v", "ExecutionRoleArn": "r", "ReleaseLabel": "emr-7.5.0-latest", "Name": "the_task",
			  "JobDriver": {"SparkSubmitJobDriver": {"EntryPoint": "s3://a/x.py", "EntryPointArguments": ["1"],
			  "SparkSubmitParameters": "--conf a=1 --conf b=2"}}}`,
		},
		{
			"sagemaker_transform", "completion", "the API's own, tags by key",
			`{ transform_job_name = "t", model_name = "m", transform_input = { ContentType = "text/csv" },
			   transform_output = { S3OutputPath = "s3://a/output" }, transform_resources = { InstanceCount = 1 },
			   max_payload_in_mb = 6, tags = { b = "2", a = "1" } }`,
			`{"TransformJobName": "t", "ModelName": "m", "TransformInput": {"ContentType": "text/csv"},
			  "TransformOutput": {"S3OutputPath": "s3://a/output"}, "TransformResources": {"InstanceCount": 1},
			  "MaxPayloadInMB": 6, "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}`,
		},
		{
			"sagemaker_training", "none", "a name is made",
			`{ role_arn = "r", output_data_config = { S3OutputPath = "s3://a/" }, hyper_parameters = { n = "1" } }`,
			`{"TrainingJobName": "the-task-b5ee72a3-54dd-c4b8-551c-4bdc0204cedb", "RoleArn": "r",
			  "OutputDataConfig": {"S3OutputPath": "s3://a/"}, "HyperParameters": {"n": "1"}}`,
		},
		{
			"sagemaker_processing", "completion", "the API's own",
			`{ processing_job_name = "p", role_arn = "r", app_specification = { ImageUri = "i" },
			   processing_resources = { ClusterConfig = { InstanceCount = 1 } } }`,
			`{"ProcessingJobName": "p", "RoleArn": "r", "AppSpecification": {"ImageUri": "i"},
			  "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1}}}`,
		},
		{
			"batch_job", "completion", "overrides",
			`{ definition = "d:1", queue = "q", command = ["x"], environment = { B = "2", A = "1" },
			   resources = { vcpu = 4, memory = 2048 }, array_size = 10 }`,
			`{"JobDefinition": "d:1", "JobQueue": "q", "JobName": "the_task", "ArrayProperties": {"Size": 10},
			  "ContainerOverrides": {"Command": ["x"], "Environment": [{"Name": "A", "Value": "1"}, {"Name": "B", "Value": "2"}],
			  "ResourceRequirements": [{"Type": "MEMORY", "Value": "2048"}, {"Type": "VCPU", "Value": "4"}]}}`,
		},
		{
			"batch_job", "none", "no overrides",
			`{ definition = "d:1", queue = "q" }`,
			`{"JobDefinition": "d:1", "JobQueue": "q", "JobName": "the_task"}`,
		},
		{
			"ecs_task", "completion", "Fargate",
			`{ cluster = "polars-cluster", definition = "independent-cqc:1", launch_type = "FARGATE",
			   network = { subnets = ["subnet-1", "subnet-2"], security_groups = ["sg-posts"], public_ip = true },
			   container = "c", command = ["merge.py", "--a"], environment = { X = "1" } }`,
			`{"Cluster": "polars-cluster", "TaskDefinition": "independent-cqc:1", "LaunchType": "FARGATE",
			  "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1", "subnet-2"],
			  "SecurityGroups": ["sg-posts"], "AssignPublicIp": "ENABLED"}},
			  "Overrides": {"ContainerOverrides": [{"Name": "c", "Command": ["merge.py", "--a"],
			  "Environment": [{"Name": "X", "Value": "1"}]}]}}`,
		},
		{
			"ecs_task", "none", "overrides as they are",
			`{ definition = "d", overrides = { Cpu = "256" }, network = { subnets = ["s"], public_ip = false } }`,
			`{"TaskDefinition": "d", "Overrides": {"Cpu": "256"},
			  "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["s"], "AssignPublicIp": "DISABLED"}}}`,
		},
		{
			"redshift_query", "none", "a statement",
			`{ sql = "SELECT 1", workgroup = "w", database = "dev" }`,
			`{"Sql": "SELECT 1", "WorkgroupName": "w", "Database": "dev", "StatementName": "the_task"}`,
		},
		{
			"redshift_query", "none", "a list",
			`{ sql = ["SELECT 1", "SELECT 2"], cluster = "c", database = "dev", user = "u" }`,
			`{"Sqls": ["SELECT 1", "SELECT 2"], "ClusterIdentifier": "c", "Database": "dev", "DbUser": "u", "StatementName": "the_task"}`,
		},
		{
			"sns_publish", "completion", "a topic's ARN",
			`{ topic = "arn:aws:sns:us-east-1:123456789012:results", message = { Input = [1] }, attributes = { kind = "x" } }`,
			`{"TopicArn": "arn:aws:sns:us-east-1:123456789012:results", "Message": {"Input": [1]},
			  "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "x"}}}`,
		},
		{
			"sns_publish", "completion", "a topic's name, no message",
			`{ topic = "results", subject = "s" }`,
			`{"TopicArn": "arn:aws:sns:eu-west-1:111122223333:results", "Subject": "s",
			  "Message": {"pipeline": "daily", "run": "arn:aws:states:eu-west-1:111122223333:execution:daily:r1"}}`,
		},
		{
			"sqs_send", "callback", "FIFO",
			`{ queue = "https://q", body = { t = "x" }, group = "g", dedup = "d" }`,
			`{"QueueUrl": "https://q", "MessageBody": {"t": "x"}, "MessageGroupId": "g", "MessageDeduplicationId": "d"}`,
		},
		{
			"dynamodb_get", "completion", "typed key",
			`{ table = "t", key = { id = "x", n = 5 }, consistent = true }`,
			`{"TableName": "t", "Key": {"id": {"S": "x"}, "n": {"N": "5"}}, "ConsistentRead": true}`,
		},
		{
			"dynamodb_put", "completion", "typed item keeps its nulls",
			`{ table = "t", item = { id = "x", ok = true, none = null } }`,
			`{"TableName": "t", "Item": {"id": {"S": "x"}, "ok": {"BOOL": true}, "none": {"NULL": true}}}`,
		},
		{
			"dynamodb_update", "completion", "an expression by placeholders",
			`{ table = "t", key = { id = "x" }, item = { size = 3, "a-b" = "y" } }`,
			`{"TableName": "t", "Key": {"id": {"S": "x"}}, "UpdateExpression": "SET #set0 = :set0, #set1 = :set1",
			  "ExpressionAttributeNames": {"#set0": "a-b", "#set1": "size"},
			  "ExpressionAttributeValues": {":set0": {"S": "y"}, ":set1": {"N": "3"}}}`,
		},
		{
			"dynamodb_delete", "completion", "typed key",
			`{ table = "t", key = { id = "x" } }`,
			`{"TableName": "t", "Key": {"id": {"S": "x"}}}`,
		},
		{
			"events_put", "completion", "the default bus, a source of ours",
			`{ detail_type = "T", detail = { a = 1 } }`,
			`{"Entries": [{"Source": "pipectl.daily", "DetailType": "T", "Detail": {"a": 1}}]}`,
		},
		{
			"http", "completion", "query and body",
			`{ method = "POST", url = "https://a", connection = "arn:c", query = { a = "1" }, body = [1] }`,
			`{"Method": "POST", "ApiEndpoint": "https://a", "InvocationConfig": {"ConnectionArn": "arn:c"},
			  "QueryParameters": {"a": "1"}, "RequestBody": [1]}`,
		},
		{
			"state_machine", "completion", "the input as it is",
			`{ arn = "child1", input = { locationId = "/b" } }`,
			`{"StateMachineArn": "child1", "Input": {"locationId": "/b"}}`,
		},
		{
			"approval", "callback", "by a topic",
			`{ ask = "approvers", message = "ok?" }`,
			`{"TopicArn": "arn:aws:sns:eu-west-1:111122223333:approvers", "Message": {"message": "ok?", "token": "TOKEN",
			  "pipeline": "daily", "run": "arn:aws:states:eu-west-1:111122223333:execution:daily:r1"}}`,
		},
		{
			"approval", "callback", "by a function",
			`{ ask = "arn:aws:lambda:eu-west-1:111122223333:function:ask", message = { a = 1 } }`,
			`{"FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "Payload": {"message": {"a": 1}, "token": "TOKEN",
			  "pipeline": "daily", "run": "arn:aws:states:eu-west-1:111122223333:execution:daily:r1"}}`,
		},
		{
			"activity", "callback", "its nulls too",
			`{ activity = "arn:aws:states:eu-west-1:123456789012:activity:a", input = { day = "1", hint = "x" } }`,
			`{"day": "1", "hint": "x"}`,
		},
		{
			"apigateway", "completion", "signed",
			`{ endpoint = "a.execute-api.eu-west-1.amazonaws.com", method = "GET", stage = "prod", path = "/x", headers = { A = "1" }, query = { b = "2" },
			   body = { n = 1 }, auth = "resource_policy" }`,
			`{"ApiEndpoint": "a.execute-api.eu-west-1.amazonaws.com", "Method": "GET", "Stage": "prod", "Path": "/x", "Headers": {"A": ["1"]},
			  "QueryParameters": {"b": ["2"]}, "RequestBody": {"n": 1}, "AuthType": "RESOURCE_POLICY"}`,
		},
		{
			"bedrock_invoke", "completion", "by a profile",
			`{ profile = "eu.m", input = "s3://a/q.json", output_location = "s3://a/r.json" }`,
			`{"ModelId": "eu.m", "Input": {"S3Uri": "s3://a/q.json"}, "Output": {"S3Uri": "s3://a/r.json"}}`,
		},
		{
			"codebuild", "completion", "a build",
			`{ project = "p", environment = { A = "1" }, buildspec = "b.yml" }`,
			`{"ProjectName": "p", "EnvironmentVariablesOverride": [{"Name": "A", "Value": "1", "Type": "PLAINTEXT"}], "BuildspecOverride": "b.yml"}`,
		},
		{
			"codebuild", "none", "a batch",
			`{ project = "p", batch = true }`,
			`{"ProjectName": "p"}`,
		},
		{
			"eks_call", "completion", "a query",
			`{ cluster = "c", certificate_authority = "x", endpoint = "https://e", method = "GET", path = "/p", query = { a = "1" } }`,
			`{"ClusterName": "c", "CertificateAuthority": "x", "Endpoint": "https://e", "Method": "GET", "Path": "/p", "QueryParameters": {"a": ["1"]}}`,
		},
		{
			"emr_create_cluster", "completion", "a primary node alone",
			`{ release = "emr-7.5.0", roles = { service = "s", instance = "i" }, primary = { type = "m6g.xlarge" } }`,
			`{"Name": "daily-the_task", "ReleaseLabel": "emr-7.5.0", "ServiceRole": "s", "JobFlowRole": "i", "Instances": {"KeepJobFlowAliveWhenNoSteps": true,
			  "InstanceGroups": [{"Name": "primary", "InstanceRole": "MASTER", "InstanceType": "m6g.xlarge", "InstanceCount": 1}]}}`,
		},
		{
			"emr_serverless_application", "completion", "created",
			`{ action = "create", release = "emr-7.5.0", engine = "hive", name = "x", maximum_capacity = { cpu = "4 vCPU", memory = "16 GB" } }`,
			`{"ReleaseLabel": "emr-7.5.0", "Type": "HIVE", "Name": "x", "MaximumCapacity": {"Cpu": "4 vCPU", "Memory": "16 GB"}}`,
		},
		{
			"s3_put", "completion", "with a key of one's own",
			`{ bucket = "b", key = "k", body = { a = 1 }, kms_key = "0123abcd-0123-abcd-0123-0123456789ab" }`,
			`{"Bucket": "b", "Key": "k", "Body": {"a": 1}, "ServerSideEncryption": "aws:kms", "SsekmsKeyId": "0123abcd-0123-abcd-0123-0123456789ab"}`,
		},
		{
			"ssm_get", "completion", "a version",
			`{ name = "/a/b", version = "3", decrypt = true }`,
			`{"Name": "/a/b:3", "WithDecryption": true}`,
		},
		{
			"aws", "none", "the arguments as they are",
			`{ call = "s3:headObject", arguments = { Bucket = "b", Key = "k" } }`,
			`{"Bucket": "b", "Key": "k"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+tt.name, func(t *testing.T) {
			k, ok := Lookup(tt.kind)
			if !ok {
				t.Fatalf("no kind %s", tt.kind)
			}
			args := k.Args
			if tt.kind == "aws" {
				args = append([]Arg(nil), args...) // call is no member.
			}
			vars := values(t, args, tt.args)
			got := call(t, mode(t, k, tt.await, vars).Call, args, vars)
			if diff := cmp.Diff(decode(t, tt.want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// mode is the first mode of the kind with that await whose condition holds.
func mode(t testing.TB, k *Kind, await string, vars map[string]cty.Value) Mode {
	t.Helper()
	for _, m := range k.Modes {
		if m.Await != await {
			continue
		}
		if m.When == "" {
			return m
		}
		holds, err := eval(parse(t, m.When), scope(vars))
		if err != nil {
			t.Fatal(err)
		}
		if holds.True() {
			return m
		}
	}
	t.Fatalf("%s has no mode %s", k.Name, await)
	return Mode{}
}

// A pipeline's argument and the object pipeline share a name; a name alone is
// the argument.
func TestPipelineArguments(t *testing.T) {
	vars := map[string]cty.Value{
		"pipeline_type":  cty.StringVal("standard"),
		"pipeline_alias": cty.StringVal(""),
		"pipeline":       cty.StringVal("load"),
		"input":          cty.ObjectVal(map[string]cty.Value{"day": cty.StringVal("d")}),
	}
	got := call(t, mode(t, &pipeline, "completion", vars).Call, nil, vars)
	want := decode(t, `{
	  "StateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:load",
	  "Input": {"day": "d", "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": "arn:aws:states:eu-west-1:111122223333:execution:daily:r1"}
	}`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("standard (-want +got):\n%s", diff)
	}

	vars["pipeline_alias"] = cty.StringVal(":live")
	got = call(t, mode(t, &pipeline, "none", vars).Call, nil, vars)
	want = decode(t, `{
	  "StateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:load:live",
	  "Input": {"day": "d", "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": "arn:aws:states:eu-west-1:111122223333:execution:daily:r1"}
	}`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("aliased (-want +got):\n%s", diff)
	}

	vars["pipeline_alias"] = cty.StringVal("")
	vars["pipeline_type"] = cty.StringVal("express")
	got = call(t, mode(t, &pipeline, "completion", vars).Call, nil, vars)
	want = decode(t, `{"StateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:load", "Input": "{\"day\":\"d\"}"}`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("express (-want +got):\n%s", diff)
	}
}

func TestClusterArguments(t *testing.T) {
	tests := []struct{ name, args, want string }{
		{
			"groups",
			`{ release = "emr-7.5.0", applications = ["Spark", "Livy"], subnets = ["s-1"],
			   roles = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" },
			   primary = { type = "m6g.xlarge" }, core = { type = "r6g.2xlarge", count = 4, market = "spot" },
			   bootstrap = [{ name = "kernels", script = "s3://a/b.sh", args = [] }, { script = "s3://a/c.sh" }],
			   configurations = [{ classification = "spark-env", configurations = [{ classification = "export", properties = { A = "1" } }] }],
			   log_uri = "s3://logs/", managed_scaling = { min = 2, max = 20 }, termination_protection = true }`,
			`{"Name": "daily-lab", "ReleaseLabel": "emr-7.5.0", "Applications": [{"Name": "Spark"}, {"Name": "Livy"}],
			  "ServiceRole": "EMR_DefaultRole", "JobFlowRole": "EMR_EC2_DefaultRole", "LogUri": "s3://logs/",
			  "Instances": {"KeepJobFlowAliveWhenNoSteps": true, "Ec2SubnetId": "s-1", "TerminationProtected": true, "InstanceGroups": [
			    {"Name": "primary", "InstanceRole": "MASTER", "InstanceType": "m6g.xlarge", "InstanceCount": 1},
			    {"Name": "core", "InstanceRole": "CORE", "InstanceType": "r6g.2xlarge", "InstanceCount": 4, "Market": "SPOT"}]},
			  "BootstrapActions": [
			    {"Name": "kernels", "ScriptBootstrapAction": {"Path": "s3://a/b.sh", "Args": []}},
			    {"Name": "c.sh", "ScriptBootstrapAction": {"Path": "s3://a/c.sh"}}],
			  "Configurations": [{"Classification": "spark-env",
			    "Configurations": [{"Classification": "export", "Properties": {"A": "1"}}]}],
			  "ManagedScalingPolicy": {"ComputeLimits": {"UnitType": "Instances", "MinimumCapacityUnits": 2, "MaximumCapacityUnits": 20}}}`,
		},
		{
			"fleets",
			`{ name = "study", release = "emr-6.8.0", subnets = ["s-1", "s-2"], roles = { service = "a", instance = "b", autoscaling = "c" },
			   instance_fleets = [{ InstanceFleetType = "MASTER" }], managed_scaling = { min = 1, max = 2 } }`,
			`{"Name": "study", "ReleaseLabel": "emr-6.8.0", "ServiceRole": "a", "JobFlowRole": "b", "AutoScalingRole": "c",
			  "Instances": {"KeepJobFlowAliveWhenNoSteps": true, "Ec2SubnetIds": ["s-1", "s-2"],
			  "InstanceFleets": [{"InstanceFleetType": "MASTER"}]},
			  "ManagedScalingPolicy": {"ComputeLimits": {"UnitType": "InstanceFleetUnits", "MinimumCapacityUnits": 1, "MaximumCapacityUnits": 2}}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			vars := values(t, clusterEMR.Args, tt.args)
			if diff := cmp.Diff(decode(t, tt.want), call(t, clusterEMR.Create, clusterEMR.Args, vars)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}

	for _, tt := range []struct {
		call Call
		want string
	}{
		{clusterEMR.Terminate, `{"ClusterId": "j-1"}`},
		{clusterEMR.Unprotect, `{"ClusterId": "j-1", "TerminationProtected": false}`},
		{clusterEMR.Find, `{"ClusterStates": ["RUNNING", "WAITING"]}`},
	} {
		if diff := cmp.Diff(decode(t, tt.want), call(t, tt.call, clusterEMR.Args, nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.call.Resource, diff)
		}
	}
}
