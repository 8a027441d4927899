package catalog

// dynamodbPut writes an item.
var dynamodbPut = Kind{
	Name: "dynamodb_put",
	Doc:  "Writes an item to an Amazon DynamoDB table, in place of one with the same key.",
	Args: []Arg{
		dynamodbTableArg,
		{
			Name: "item", Type: whatever, Keep: true, Required: true,
			Doc: "The item, key included, as an object of plain values.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource:  "arn:aws:states:::dynamodb:putItem",
			Arguments: `{ Item = dynamo_map(item) }`,
			Answer:    dynamodbWritten,
		},
		Result:   whatever,
		Unwrap:   dynamodbAttributes,
		Metadata: true,
		Allow:    []Allow{allow(dynamodbTableARN, "dynamodb:PutItem")},
	}},
	Notes: []string{
		dynamodbReturnNote,
		"A condition goes into `parameters`: `{ ConditionExpression = \"attribute_not_exists(id)\" }`; where it does not " +
			"hold, `DynamoDB.ConditionalCheckFailedException` is raised.",
	},
	Errors:    dynamodbWriteErrors,
	Transient: dynamodbTransient,
	Example: `task "dynamodb_put" "journal" {
  table = "runs"
  item  = { run = run.id, started = run.start_time, rows = 42 }
}`,
}
