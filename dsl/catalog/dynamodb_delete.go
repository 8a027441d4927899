package catalog

// dynamodbDelete deletes an item.
var dynamodbDelete = Kind{
	Name: "dynamodb_delete",
	Doc:  "Deletes an item of an Amazon DynamoDB table, by its key.",
	Args: []Arg{
		dynamodbTableArg,
		dynamodbKeyArg,
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource:  "arn:aws:states:::dynamodb:deleteItem",
			Arguments: `{ Key = dynamo_map(key) }`,
			Answer:    dynamodbWritten,
		},
		Result:   whatever,
		Unwrap:   dynamodbAttributes,
		Metadata: true,
		Allow:    []Allow{allow(dynamodbTableARN, "dynamodb:DeleteItem")},
	}},
	Notes:     []string{"An item that does not exist is no error.", dynamodbReturnNote},
	Errors:    dynamodbWriteErrors,
	Transient: dynamodbTransient,
	Example: `task "dynamodb_delete" "unlock" {
  table = "locks"
  key   = { name = pipeline.name }
}`,
}
