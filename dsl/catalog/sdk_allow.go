package catalog

import "slices"

// iamPrefix is what stands before the colon in the service's IAM actions.
func iamPrefix(service string) string {
	if prefix, ok := iamPrefixes[service]; ok {
		return prefix
	}
	return service
}

// sdkActions are the calls that IAM knows by other names than their own.
var sdkActions = map[string][]string{
	"bedrockruntime:converse":        {"bedrock:InvokeModel"},
	"dynamodb:batchExecuteStatement": partiQL,
	"dynamodb:batchWriteItem":        {"dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem"},
	"dynamodb:executeStatement":      partiQL,
	"dynamodb:executeTransaction":    partiQL,
	"dynamodb:transactGetItems":      {"dynamodb:GetItem"},
	"dynamodb:transactWriteItems": {
		"dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
	},
	"lambda:invoke":                    {"lambda:InvokeFunction"},
	"s3:completeMultipartUpload":       {"s3:PutObject"},
	"s3:copyObject":                    {"s3:GetObject", "s3:PutObject"},
	"s3:createMultipartUpload":         {"s3:PutObject"},
	"s3:deleteObjects":                 {"s3:DeleteObject"},
	"s3:headBucket":                    {"s3:ListBucket"},
	"s3:headObject":                    {"s3:GetObject"},
	"s3:listBuckets":                   {"s3:ListAllMyBuckets"},
	"s3:listMultipartUploads":          {"s3:ListBucketMultipartUploads"},
	"s3:listObjectVersions":            {"s3:ListBucketVersions"},
	"s3:listObjects":                   {"s3:ListBucket"},
	"s3:listObjectsV2":                 {"s3:ListBucket"},
	"s3:listParts":                     {"s3:ListMultipartUploadParts"},
	"s3:uploadPart":                    {"s3:PutObject"},
	"s3:uploadPartCopy":                {"s3:GetObject", "s3:PutObject"},
	"sns:publishBatch":                 {"sns:Publish"},
	"sqs:changeMessageVisibilityBatch": {"sqs:ChangeMessageVisibility"},
	"sqs:deleteMessageBatch":           {"sqs:DeleteMessage"},
	"sqs:sendMessageBatch":             {"sqs:SendMessage"},
}

var partiQL = []string{
	"dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate",
}

// ActionsOf are the IAM actions that a call needs, by the services' prefixes
// and the exceptions that are known.
func ActionsOf(service, action string) []string {
	c := SDKCall{Service: service, Action: action}
	if actions, ok := sdkActions[c.String()]; ok {
		return actions
	}
	return []string{iamPrefix(service) + ":" + c.Operation()}
}

// An sdkResource narrows calls of a service to what an argument names.
type sdkResource struct {
	service string
	// actions are the IAM actions that it narrows; none: all of the service.
	actions []string
	// member of the arguments that must be given.
	member   string
	resource string
}

// sdkResources holds for each service the more particular rows first.
var sdkResources = []sdkResource{
	{"codebuild", nil, "ProjectName", "arn:{partition}:codebuild:{region}:{account}:project/{arguments.ProjectName}"},
	{"databasemigration", nil, "ReplicationTaskArn", "{arguments.ReplicationTaskArn}"},
	{"dynamodb", []string{"dynamodb:Query", "dynamodb:Scan"}, "IndexName", "arn:{partition}:dynamodb:{region}:{account}:table/{arguments.TableName}/index/{arguments.IndexName}"},
	{"dynamodb", nil, "TableName", "arn:{partition}:dynamodb:{region}:{account}:table/{arguments.TableName}"},
	{"emr", nil, "ClusterId", "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{arguments.ClusterId}"},
	{"emr", nil, "JobFlowId", "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{arguments.JobFlowId}"},
	{"emr", nil, "JobFlowIds", "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/*"},
	{"emrserverless", nil, "ApplicationId", "arn:{partition}:emr-serverless:{region}:{account}:/applications/{arguments.ApplicationId}*"},
	{"firehose", nil, "DeliveryStreamName", "arn:{partition}:firehose:{region}:{account}:deliverystream/{arguments.DeliveryStreamName}"},
	{"glue", []string{"glue:GetCrawler", "glue:StartCrawler", "glue:StopCrawler"}, "Name", "arn:{partition}:glue:{region}:{account}:crawler/{arguments.Name}"},
	{"glue", nil, "CrawlerName", "arn:{partition}:glue:{region}:{account}:crawler/{arguments.CrawlerName}"},
	{"glue", nil, "JobName", "arn:{partition}:glue:{region}:{account}:job/{arguments.JobName}"},
	{"kinesis", nil, "StreamARN", "{arguments.StreamARN}"},
	{"kinesis", nil, "StreamName", "arn:{partition}:kinesis:{region}:{account}:stream/{arguments.StreamName}"},
	{"lambda", nil, "FunctionName", "arn:{partition}:lambda:{region}:{account}:function:{arguments.FunctionName}"},
	{"s3", []string{"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging"}, "Key", "arn:{partition}:s3:::{arguments.Bucket}/{arguments.Key}"},
	{"s3", []string{"s3:DeleteObject"}, "Bucket", "arn:{partition}:s3:::{arguments.Bucket}/*"},
	{"s3", nil, "Bucket", "arn:{partition}:s3:::{arguments.Bucket}"},
	{"secretsmanager", nil, "SecretId", "arn:{partition}:secretsmanager:{region}:{account}:secret:{arguments.SecretId}*"},
	{"sfn", nil, "ExecutionArn", "{arguments.ExecutionArn}"},
	{"sfn", nil, "StateMachineArn", "{arguments.StateMachineArn}"},
	{"sns", nil, "TopicArn", "{arguments.TopicArn}"},
	{"sqs", nil, "QueueUrl", "arn:{partition}:sqs:{region}:{account}:{arguments.QueueUrl}"},
	{"ssm", nil, "Name", "arn:{partition}:ssm:{region}:{account}:parameter/{arguments.Name}"},
}

// sdkRoles are the members of arguments that name a role which the service then
// takes.
var sdkRoles = []string{
	"ExecutionRoleArn", "JobFlowRole", "Role", "RoleArn", "ServiceRole", "TaskRoleArn",
}

// sdkBesides is what a call needs besides its own actions, because the service
// reads and writes under the caller's role.
var sdkBesides = map[string][]Allow{
	"athena:getQueryResults":     {allow("arn:{partition}:s3:::*", "s3:GetObject")},
	"athena:startQueryExecution": athenaData("arguments.QueryExecutionContext.Catalog"),
}

// Allow is what the machine's role needs for the call. Value is as in a Use, and
// is asked for "arguments.MEMBER": which members are given decides what the
// statements are narrowed to.
func (c SDKCall) Allow(value func(name string) (value string, known bool)) []Allow {
	r := resolver{value: value}
	var all []Allow
	for _, action := range ActionsOf(c.Service, c.Action) {
		all = append(all, allow(c.narrowed(action, r), action))
	}
	for _, member := range sdkRoles {
		if name := "arguments." + member; r.given(name) {
			all = append(all, passRole("arn:{partition}:iam::{account}:role/{"+name+"}", c.principal()))
		}
	}
	return append(all, sdkBesides[c.String()]...)
}

// narrowed is the resource that the first row for the action gives it.
func (c SDKCall) narrowed(action string, r resolver) string {
	if c.Service == "s3" && c.Action == "copyObject" && action == "s3:GetObject" {
		return "arn:{partition}:s3:::{arguments.CopySource}"
	}
	for _, row := range sdkResources {
		if row.service == c.Service && (row.actions == nil || slices.Contains(row.actions, action)) &&
			r.given("arguments."+row.member) {
			return row.resource
		}
	}
	return "*"
}

// principal is the service that takes a role passed to it.
func (c SDKCall) principal() string {
	if c.Service == "ecs" {
		return "ecs-tasks.amazonaws.com"
	}
	return iamPrefix(c.Service) + ".amazonaws.com"
}

// Missing are the errors by which S3 says that an object is not there.
var Missing = []string{"S3.NoSuchKeyException", "S3.NotFoundException"}

// AllowMissing is what S3 wants before it says that an object is missing; where
// it may not be told, a missing object looks like a forbidden one. Only a task
// that names one of Missing needs it.
func (c SDKCall) AllowMissing() []Allow {
	if c.Service != "s3" || c.Action != "headObject" && c.Action != "getObject" {
		return nil
	}
	return []Allow{allow("arn:{partition}:s3:::{arguments.Bucket}", "s3:ListBucket")}
}
