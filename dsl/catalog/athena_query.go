package catalog

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
)

// athenaQuery runs a query and, where the task asks for them, fetches its rows.
var athenaQuery = Kind{
	Name: "athena_query",
	Doc:  "Runs an Amazon Athena query and waits until it has ended.",
	Args: []Arg{
		{
			Name: "query", ASL: "QueryString", Type: cty.String, Required: true,
			Doc: "The SQL statement.",
		},
		{
			Name: "workgroup", ASL: "WorkGroup", Type: cty.String,
			Doc: "Workgroup to run it in; Athena's own default is `primary`.",
		},
		{
			Name: "database", ASL: "QueryExecutionContext.Database", Type: cty.String,
			Doc: "Database of tables that the query names without one.",
		},
		{
			Name: "catalog", ASL: "QueryExecutionContext.Catalog", Type: cty.String,
			Doc: "Data catalog of that database; Athena's own default is `AwsDataCatalog`.",
		},
		{
			Name: "output_location", ASL: "ResultConfiguration.OutputLocation", Type: cty.String,
			Doc: "S3 URI under which Athena writes the result, where the workgroup does not say.",
		},
		{
			Name: "rows", Type: cty.Bool, Static: true, Default: `false`,
			Doc: "Whether to fetch the first 1,000 rows of the result.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call: Call{
				Resource: "arn:aws:states:::athena:startQueryExecution.sync",
				Answer:   record(map[string]cty.Type{"QueryExecution": cty.Object(athenaExecution)}),
			},
			Then: &Then{
				If:    `rows`,
				State: "rows",
				Call: Call{
					Resource: "arn:aws:states:::athena:getQueryResults",
					Arguments: `{
  QueryExecutionId = result.QueryExecution.QueryExecutionId
  MaxResults       = 1000
}`,
					NoArgs: true,
					Answer: record(map[string]cty.Type{
						"NextToken": cty.String,
						"ResultSet": record(map[string]cty.Type{
							"ResultSetMetadata": whatever,
							"Rows": cty.List(record(map[string]cty.Type{
								"Data": cty.List(record(map[string]cty.Type{"VarCharValue": cty.String})),
							})),
						}),
						"UpdateCount": cty.Number,
					}),
				},
				Result: athenaExecutionRows,
				// Athena puts a header above the rows of a SELECT, which it
				// counts as DML, and of no other statement.
				Unwrap: `merge(result.QueryExecution, {
  rows = [
    for i, row in more.ResultSet.Rows : [for cell in row.Data : try(cell.VarCharValue, null)]
    if i > 0 || result.QueryExecution.StatementType != "DML"
  ]
})`,
			},
			Result: cty.Object(athenaExecution),
			Unwrap: `result.QueryExecution`,
			Allow: append([]Allow{
				allow(athenaWorkgroupARN,
					"athena:BatchGetQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults",
					"athena:GetWorkGroup", "athena:ListQueryExecutions", "athena:StartQueryExecution",
					"athena:StopQueryExecution"),
			}, athenaData("catalog")...),
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::athena:startQueryExecution"},
			Result: record(map[string]cty.Type{"QueryExecutionId": cty.String}),
			Allow:  append([]Allow{allow(athenaWorkgroupARN, "athena:StartQueryExecution")}, athenaData("catalog")...),
		},
	},
	Notes: []string{
		"With `rows` the result also has `rows`, a list of rows that are lists of strings, null for NULL. They count " +
			"towards the 256 KiB that a state may hand on.",
		"Athena reads and writes with the machine's role. Which tables a query touches cannot be told from here, so the " +
			"policy names the buckets and tables of no query: narrow it where you know them.",
	},
	Errors: []string{
		"Athena.AmazonAthenaException",
		"Athena.InternalServerException",
		"Athena.InvalidRequestException",
		"Athena.TooManyRequestsException",
	},
	Transient: []string{
		"Athena.AmazonAthenaException",
		"Athena.InternalServerException",
		"Athena.SdkClientException",
		"Athena.TooManyRequestsException",
	},
	Example: `task "athena_query" "count" {
  query    = "SELECT count(*) FROM orders WHERE day = '${run.scheduled_date}'"
  database = "lake"
  rows     = true
  output   = result.rows[0][0]
}`,
}

const athenaWorkgroupARN = "arn:{partition}:athena:{region}:{account}:workgroup/{workgroup|primary}"

// athenaData is what a query does under the role that starts it: reading the
// catalog that the argument names, reading and writing tables and results.
func athenaData(argument string) []Allow {
	return []Allow{
		allow("arn:{partition}:athena:{region}:{account}:datacatalog/{"+argument+"|AwsDataCatalog}", "athena:GetDataCatalog"),
		allow("arn:{partition}:s3:::*",
			"s3:AbortMultipartUpload", "s3:CreateBucket", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket",
			"s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"),
		{
			Actions: []string{
				"glue:BatchCreatePartition", "glue:BatchDeletePartition", "glue:BatchDeleteTable", "glue:BatchGetPartition",
				"glue:CreateDatabase", "glue:CreatePartition", "glue:CreateTable", "glue:DeleteDatabase",
				"glue:DeletePartition", "glue:DeleteTable", "glue:GetDatabase", "glue:GetDatabases", "glue:GetPartition",
				"glue:GetPartitions", "glue:GetTable", "glue:GetTables", "glue:UpdateDatabase", "glue:UpdatePartition",
				"glue:UpdateTable",
			},
			Resource: "arn:{partition}:glue:{region}:{account}:*",
		},
		allow("*", "lakeformation:GetDataAccess"),
	}
}

var athenaExecution = map[string]cty.Type{
	"EngineVersion":         whatever,
	"ExecutionParameters":   texts,
	"Query":                 cty.String,
	"QueryExecutionContext": record(map[string]cty.Type{"Catalog": cty.String, "Database": cty.String}),
	"QueryExecutionId":      cty.String,
	"ResultConfiguration": record(map[string]cty.Type{
		"AclConfiguration":        whatever,
		"EncryptionConfiguration": whatever,
		"ExpectedBucketOwner":     cty.String,
		"OutputLocation":          cty.String,
	}),
	"ResultReuseConfiguration": whatever,
	"StatementType":            cty.String,
	"Statistics": record(map[string]cty.Type{
		"DataManifestLocation":             cty.String,
		"DataScannedInBytes":               cty.Number,
		"EngineExecutionTimeInMillis":      cty.Number,
		"QueryPlanningTimeInMillis":        cty.Number,
		"QueryQueueTimeInMillis":           cty.Number,
		"ResultReuseInformation":           whatever,
		"ServicePreProcessingTimeInMillis": cty.Number,
		"ServiceProcessingTimeInMillis":    cty.Number,
		"TotalExecutionTimeInMillis":       cty.Number,
	}),
	"Status": record(map[string]cty.Type{
		"AthenaError":        whatever,
		"CompletionDateTime": cty.String,
		"State":              cty.String,
		"StateChangeReason":  cty.String,
		"SubmissionDateTime": cty.String,
	}),
	"SubstatementType": cty.String,
	"WorkGroup":        cty.String,
}

var athenaExecutionRows = func() cty.Type {
	members := maps.Clone(athenaExecution)
	members["rows"] = cty.List(texts)
	return cty.Object(members)
}()
