package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// redshiftQuery sends SQL to Redshift's Data API and looks at it until it has
// ended. SUBMITTED, PICKED and STARTED go on; FINISHED, FAILED and ABORTED are
// ends.
var redshiftQuery = Kind{
	Name: "redshift_query",
	Doc:  "Runs SQL on Amazon Redshift and waits until it has ended.",
	Args: []Arg{
		{
			Name: "sql", Type: whatever, Required: true,
			Doc: "A statement, or a list of up to 40, which run as one transaction.",
		},
		{
			Name: "workgroup", ASL: "WorkgroupName", Type: cty.String,
			Doc: "Name of the workgroup, on Redshift Serverless.",
		},
		{
			Name: "cluster", ASL: "ClusterIdentifier", Type: cty.String,
			Doc: "Name of the provisioned cluster.",
		},
		{
			Name: "database", ASL: "Database", Type: cty.String, Required: true,
			Doc: "Name of the database.",
		},
		{
			Name: "secret", ASL: "SecretArn", Type: cty.String,
			Doc: "ARN of the secret with user and password; temporary credentials where it is left out.",
		},
		{
			Name: "user", ASL: "DbUser", Type: cty.String, With: "cluster",
			Doc: "Database user for temporary credentials.",
		},
		{
			Name: "name", ASL: "StatementName", Type: cty.String, Default: `task_name`,
			Doc: "Name of the statement in Redshift's console; the task's where it is left out.",
		},
	},
	OneOf:     [][]string{{"workgroup", "cluster"}},
	AtMostOne: [][]string{{"secret", "user"}},
	Modes: []Mode{{
		Await:  "none",
		When:   redshiftOne,
		Call:   redshiftExecute,
		Result: redshiftStarted,
		Allow:  redshiftAllow,
	}, {
		Await:  "none",
		Call:   redshiftBatch,
		Result: redshiftStarted,
		Allow:  redshiftAllow,
	}},
	Poll: &Poll{
		Start:     redshiftExecute,
		StartIf:   redshiftOne,
		StartElse: &redshiftBatch,
		Look: Call{
			Resource:  "arn:aws:states:::aws-sdk:redshiftdata:describeStatement",
			Arguments: `{ Id = started.Id }`,
			NoArgs:    true,
		},
		Every: 5 * time.Second,
		Until: `result.Status == "FINISHED"`,
		Fail:  `result.Status == "ABORTED" || result.Status == "FAILED"`,
		Error: "Pipectl.QueryFailed",
		Cause: `result.Error != null ? result.Error : "the query ended as ${result.Status}"`,
		Result: record(map[string]cty.Type{
			"ClusterIdentifier": cty.String,
			"CreatedAt":         cty.String,
			"Database":          cty.String,
			"DbUser":            cty.String,
			"Duration":          cty.Number,
			"Error":             cty.String,
			"ExecutionMode":     cty.String,
			"HasResultSet":      cty.Bool,
			"Id":                cty.String,
			"QueryParameters":   whatever,
			"QueryString":       cty.String,
			"RedshiftPid":       cty.Number,
			"RedshiftQueryId":   cty.Number,
			"ResultFormat":      cty.String,
			"ResultRows":        cty.Number,
			"ResultSize":        cty.Number,
			"SecretArn":         cty.String,
			"SessionId":         cty.String,
			"Status":            cty.String,
			"SubStatements":     whatever,
			"UpdatedAt":         cty.String,
			"WorkgroupName":     cty.String,
		}),
		Stop: &Call{
			Resource:  "arn:aws:states:::aws-sdk:redshiftdata:cancelStatement",
			Arguments: `{ Id = started.Id }`,
			NoArgs:    true,
		},
		Allow: append([]Allow{
			allow("*", "redshift-data:CancelStatement", "redshift-data:DescribeStatement"),
		}, redshiftAllow...),
	},
	Notes: []string{
		"A query that fails or is aborted raises `Pipectl.QueryFailed`, with what Redshift said as the cause.",
		"Rows are read by a task of kind `aws` that calls `redshiftdata:getStatementResult` with the result's `Id`.",
		"The ARN of a workgroup has an id that is not its name, so the policy allows all workgroups.",
		"Which permissions Redshift wants for credentials on a provisioned cluster, and for a secret, is unverified.",
	},
	Errors: []string{
		"Pipectl.QueryFailed",
		"RedshiftData.ActiveStatementsExceededException",
		"RedshiftData.BatchExecuteStatementException",
		"RedshiftData.ExecuteStatementException",
		"RedshiftData.ResourceNotFoundException",
		"RedshiftData.ValidationException",
	},
	Transient: []string{
		"RedshiftData.ActiveStatementsExceededException",
		"RedshiftData.InternalServerException",
		"RedshiftData.RedshiftDataException",
		"RedshiftData.SdkClientException",
		"RedshiftData.ThrottlingException",
	},
	Example: `task "redshift_query" "load" {
  sql       = ["TRUNCATE staging.orders", "CALL load_orders('${run.scheduled_date}')"]
  workgroup = "analytics"
  database  = "dev"
}`,
}

// redshiftOne tells a statement from a list of them by its type.
const redshiftOne = `can(tostring(sql))`

var redshiftExecute = Call{
	Allow:     redshiftRun("redshift-data:ExecuteStatement"),
	Resource:  "arn:aws:states:::aws-sdk:redshiftdata:executeStatement",
	Arguments: `{ Sql = sql }`,
	Answer:    redshiftStarted,
}

var redshiftBatch = Call{
	Allow:     redshiftRun("redshift-data:BatchExecuteStatement"),
	Resource:  "arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement",
	Arguments: `{ Sqls = sql }`,
	Answer:    redshiftStarted,
}

var redshiftStarted = record(map[string]cty.Type{
	"ClusterIdentifier": cty.String,
	"CreatedAt":         cty.String,
	"Database":          cty.String,
	"DbGroups":          texts,
	"DbUser":            cty.String,
	"HasResultSet":      cty.Bool,
	"Id":                cty.String,
	"RedshiftPid":       cty.Number,
	"SecretArn":         cty.String,
	"SessionId":         cty.String,
	"Status":            cty.String,
	"WorkgroupName":     cty.String,
})

var redshiftAllow = []Allow{
	{
		Actions:  []string{"secretsmanager:GetSecretValue"},
		Resource: "{secret}",
		If:       "secret",
	},
	{
		Actions:  []string{"redshift-serverless:GetCredentials"},
		Resource: "arn:{partition}:redshift-serverless:{region}:{account}:workgroup/*",
		If:       "workgroup",
		Unless:   "secret",
	},
	{
		Actions:  []string{"redshift:GetClusterCredentials"},
		Resource: "arn:{partition}:redshift:{region}:{account}:dbuser:{cluster}/{user}",
		If:       "user",
	},
	{
		Actions:  []string{"redshift:GetClusterCredentials"},
		Resource: "arn:{partition}:redshift:{region}:{account}:dbname:{cluster}/{database}",
		If:       "user",
	},
}

// redshiftRun lets statements be run where they are.
func redshiftRun(action string) []Allow {
	return []Allow{
		{
			Actions:  []string{action},
			Resource: "arn:{partition}:redshift:{region}:{account}:cluster:{cluster}",
			If:       "cluster",
		},
		{
			Actions:  []string{action},
			Resource: "arn:{partition}:redshift-serverless:{region}:{account}:workgroup/*",
			If:       "workgroup",
		},
	}
}
