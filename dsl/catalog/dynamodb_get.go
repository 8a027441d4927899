package catalog

import "github.com/zclconf/go-cty/cty"

// dynamodbGet reads an item.
var dynamodbGet = Kind{
	Name: "dynamodb_get",
	Doc:  "Reads an item of an Amazon DynamoDB table, by its key.",
	Args: []Arg{
		dynamodbTableArg,
		dynamodbKeyArg,
		{
			Name: "consistent", ASL: "ConsistentRead", Type: cty.Bool,
			Doc: "Whether the read sees every write that ended before it.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource:  "arn:aws:states:::dynamodb:getItem",
			Arguments: `{ Key = dynamo_map(key) }`,
			Answer:    record(map[string]cty.Type{"ConsumedCapacity": whatever, "Item": whatever}),
		},
		Result:   whatever,
		Unwrap:   `undynamo_map(try(result.Item, null))`,
		Metadata: true,
		Allow:    []Allow{allow(dynamodbTableARN, "dynamodb:GetItem")},
	}},
	Notes:     []string{"The result is the item in plain values, null when there is none."},
	Errors:    dynamodbReadErrors,
	Transient: dynamodbTransient,
	Example: `task "dynamodb_get" "watermark" {
  table = "watermarks"
  key   = { source = "orders" }
}`,
}
