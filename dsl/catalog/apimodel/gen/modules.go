//go:build models

package main

// The services of the table: those that data pipelines call. A comment is the
// name that stands in a resource of Step Functions, and why the service is here.
// The blank imports keep the modules in go.mod; nothing of them is compiled.
import (
	_ "github.com/aws/aws-sdk-go-v2/service/appflow"                  // appflow: flows from SaaS into the lake
	_ "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"   // applicationautoscaling: capacity raised for a load and lowered after it
	_ "github.com/aws/aws-sdk-go-v2/service/appsync"                  // appsync: seen in published machines
	_ "github.com/aws/aws-sdk-go-v2/service/athena"                   // athena: a kind; queries of the lake
	_ "github.com/aws/aws-sdk-go-v2/service/autoscaling"              // autoscaling: fleets that work for a run
	_ "github.com/aws/aws-sdk-go-v2/service/backup"                   // backup: copies before and after a load
	_ "github.com/aws/aws-sdk-go-v2/service/batch"                    // batch: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/bedrock"                  // bedrock: a kind; customization jobs
	_ "github.com/aws/aws-sdk-go-v2/service/bedrockagent"             // bedrockagent: ingestion into knowledge bases
	_ "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"      // bedrockagentruntime: questions to knowledge bases
	_ "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"           // bedrockruntime: converse has no integration of its own
	_ "github.com/aws/aws-sdk-go-v2/service/cloudformation"           // cloudformation: environments made for a run
	_ "github.com/aws/aws-sdk-go-v2/service/cloudwatch"               // cloudwatch: metrics of a run
	_ "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"           // cloudwatchlogs: exports and queries of logs
	_ "github.com/aws/aws-sdk-go-v2/service/codebuild"                // codebuild: an integration that waits
	_ "github.com/aws/aws-sdk-go-v2/service/comprehend"               // comprehend: text analysis jobs
	_ "github.com/aws/aws-sdk-go-v2/service/configservice"            // config: seen in published machines
	_ "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice" // databasemigration: replication tasks
	_ "github.com/aws/aws-sdk-go-v2/service/databrew"                 // databrew: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/datasync"                 // datasync: transfers between stores
	_ "github.com/aws/aws-sdk-go-v2/service/datazone"                 // datazone: publishing what a run made
	_ "github.com/aws/aws-sdk-go-v2/service/dynamodb"                 // dynamodb: a kind; the most called after lambda and glue
	_ "github.com/aws/aws-sdk-go-v2/service/ec2"                      // ec2: hosts, volumes and snapshots for a run
	_ "github.com/aws/aws-sdk-go-v2/service/ecr"                      // ecr: images that tasks run
	_ "github.com/aws/aws-sdk-go-v2/service/ecs"                      // ecs: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/efs"                      // efs: file systems of jobs
	_ "github.com/aws/aws-sdk-go-v2/service/eks"                      // eks: an integration that waits
	_ "github.com/aws/aws-sdk-go-v2/service/elasticache"              // elasticache: caches that are warmed
	_ "github.com/aws/aws-sdk-go-v2/service/emr"                      // emr: a kind; clusters and steps
	_ "github.com/aws/aws-sdk-go-v2/service/emrcontainers"            // emrcontainers: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/emrserverless"            // emrserverless: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/eventbridge"              // eventbridge: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/firehose"                 // firehose: streams into the lake
	_ "github.com/aws/aws-sdk-go-v2/service/fsx"                      // fsx: exports to and imports from S3
	_ "github.com/aws/aws-sdk-go-v2/service/glue"                     // glue: a kind; the most called SDK service
	_ "github.com/aws/aws-sdk-go-v2/service/iam"                      // iam: roles of what a run makes
	_ "github.com/aws/aws-sdk-go-v2/service/kafka"                    // kafka: topics' clusters
	_ "github.com/aws/aws-sdk-go-v2/service/kafkaconnect"             // kafkaconnect: connectors of pipelines
	_ "github.com/aws/aws-sdk-go-v2/service/kinesis"                  // kinesis: records put into streams
	_ "github.com/aws/aws-sdk-go-v2/service/kinesisanalyticsv2"       // kinesisanalyticsv2: Flink applications started and stopped
	_ "github.com/aws/aws-sdk-go-v2/service/kms"                      // kms: data keys
	_ "github.com/aws/aws-sdk-go-v2/service/lakeformation"            // lakeformation: grants on what a run made
	_ "github.com/aws/aws-sdk-go-v2/service/lambda"                   // lambda: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/mediaconvert"             // mediaconvert: an integration that waits
	_ "github.com/aws/aws-sdk-go-v2/service/mwaa"                     // mwaa: runs of Airflow beside ours
	_ "github.com/aws/aws-sdk-go-v2/service/neptune"                  // neptune: graph clusters
	_ "github.com/aws/aws-sdk-go-v2/service/opensearch"               // opensearch: domains that are indexed into
	_ "github.com/aws/aws-sdk-go-v2/service/opensearchserverless"     // opensearchserverless: collections that are indexed into
	_ "github.com/aws/aws-sdk-go-v2/service/organizations"            // organizations: accounts to map over
	_ "github.com/aws/aws-sdk-go-v2/service/pipes"                    // pipes: started and stopped around a load
	_ "github.com/aws/aws-sdk-go-v2/service/polly"                    // polly: seen in published machines
	_ "github.com/aws/aws-sdk-go-v2/service/quicksight"               // quicksight: ingestions after a load
	_ "github.com/aws/aws-sdk-go-v2/service/rds"                      // rds: snapshots, exports and clusters
	_ "github.com/aws/aws-sdk-go-v2/service/rdsdata"                  // rdsdata: SQL over HTTP
	_ "github.com/aws/aws-sdk-go-v2/service/redshift"                 // redshift: clusters paused and resumed
	_ "github.com/aws/aws-sdk-go-v2/service/redshiftdata"             // redshiftdata: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/redshiftserverless"       // redshiftserverless: workgroups and snapshots
	_ "github.com/aws/aws-sdk-go-v2/service/rekognition"              // rekognition: image and video jobs
	_ "github.com/aws/aws-sdk-go-v2/service/s3"                       // s3: markers, copies, listings
	_ "github.com/aws/aws-sdk-go-v2/service/s3control"                // s3control: batch operations
	_ "github.com/aws/aws-sdk-go-v2/service/s3tables"                 // s3tables: Iceberg tables
	_ "github.com/aws/aws-sdk-go-v2/service/sagemaker"                // sagemaker: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/sagemakerruntime"         // sagemakerruntime: inference
	_ "github.com/aws/aws-sdk-go-v2/service/scheduler"                // scheduler: one-time runs later
	_ "github.com/aws/aws-sdk-go-v2/service/secretsmanager"           // secretsmanager: secrets that tasks read
	_ "github.com/aws/aws-sdk-go-v2/service/servicequotas"            // servicequotas: room asked about before a load
	_ "github.com/aws/aws-sdk-go-v2/service/ses"                      // ses: mail
	_ "github.com/aws/aws-sdk-go-v2/service/sesv2"                    // sesv2: mail
	_ "github.com/aws/aws-sdk-go-v2/service/sfn"                      // sfn: a kind; executions
	_ "github.com/aws/aws-sdk-go-v2/service/sns"                      // sns: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/sqs"                      // sqs: a kind
	_ "github.com/aws/aws-sdk-go-v2/service/ssm"                      // ssm: parameters, commands, automations
	_ "github.com/aws/aws-sdk-go-v2/service/sts"                      // sts: which account this is
	_ "github.com/aws/aws-sdk-go-v2/service/timestreamquery"          // timestreamquery: series read
	_ "github.com/aws/aws-sdk-go-v2/service/timestreamwrite"          // timestreamwrite: series written
	_ "github.com/aws/aws-sdk-go-v2/service/transcribe"               // transcribe: audio jobs
	_ "github.com/aws/aws-sdk-go-v2/service/transfer"                 // transfer: files sent and fetched
	_ "github.com/aws/aws-sdk-go-v2/service/translate"                // translate: text jobs
)
