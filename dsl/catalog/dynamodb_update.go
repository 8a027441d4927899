package catalog

// dynamodbUpdate sets attributes of an item. The placeholders are numbered by
// the sorted names, as names themselves may hold what a placeholder may not.
var dynamodbUpdate = Kind{
	Name: "dynamodb_update",
	Doc:  "Sets attributes of an item of an Amazon DynamoDB table, and leaves the others alone.",
	Args: []Arg{
		dynamodbTableArg,
		dynamodbKeyArg,
		{
			Name: "item", Type: whatever, Keep: true, Required: true,
			Doc: "The attributes to set, as an object of plain values, without the key.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource: "arn:aws:states:::dynamodb:updateItem",
			Arguments: `{
  Key                       = dynamo_map(key)
  UpdateExpression          = "SET ${join(", ", [for i, name in keys(item) : "#set${i} = :set${i}"])}"
  ExpressionAttributeNames  = { for i, name in keys(item) : "#set${i}" => name }
  ExpressionAttributeValues = dynamo_map({ for i, name in keys(item) : ":set${i}" => item[name] })
}`,
			Answer: dynamodbWritten,
		},
		Result:   whatever,
		Unwrap:   dynamodbAttributes,
		Metadata: true,
		Allow:    []Allow{allow(dynamodbTableARN, "dynamodb:UpdateItem")},
	}},
	Notes: []string{
		"An item that does not exist is made.",
		dynamodbReturnNote,
		"Another `UpdateExpression` goes into `parameters`, or into a task of kind `aws`.",
	},
	Errors:    dynamodbWriteErrors,
	Transient: dynamodbTransient,
	Example: `task "dynamodb_update" "advance" {
  table = "watermarks"
  key   = { source = "orders" }
  item  = { day = run.scheduled_date }
}`,
}
