package catalog

import "github.com/zclconf/go-cty/cty"

// What the four DynamoDB kinds share. dynamo_map and undynamo_map turn plain
// values into attribute values, {"S": "x"}, and back.

const dynamodbTableARN = "arn:{partition}:dynamodb:{region}:{account}:table/{table}"

var dynamodbTableArg = Arg{
	Name: "table", ASL: "TableName", Type: cty.String, Required: true,
	Doc: "Name or ARN of the table.",
}

var dynamodbKeyArg = Arg{
	Name: "key", Type: whatever, Required: true,
	Doc: "Primary key of the item, as an object of plain values.",
}

// dynamodbWritten is the answer of a call that writes.
var dynamodbWritten = record(map[string]cty.Type{
	"Attributes":            whatever,
	"ConsumedCapacity":      whatever,
	"ItemCollectionMetrics": whatever,
})

// dynamodbAttributes is the result of a call that writes: what ReturnValues
// asked for.
const dynamodbAttributes = `undynamo_map(try(result.Attributes, null))`

const dynamodbReturnNote = "The result is null unless `parameters = { ReturnValues = \"ALL_OLD\" }`, or another of the API's " +
	"values, asks for attributes."

// DynamoDB raises these under the prefix of its optimized integration,
// "DynamoDB."; an "aws" task raises them under "DynamoDb.".
var dynamodbReadErrors = []string{
	"DynamoDB.AmazonDynamoDBException",
	"DynamoDB.ProvisionedThroughputExceededException",
	"DynamoDB.ResourceNotFoundException",
}

var dynamodbWriteErrors = []string{
	"DynamoDB.AmazonDynamoDBException",
	"DynamoDB.ConditionalCheckFailedException",
	"DynamoDB.ItemCollectionSizeLimitExceededException",
	"DynamoDB.ProvisionedThroughputExceededException",
	"DynamoDB.ResourceNotFoundException",
	"DynamoDB.TransactionConflictException",
}

var dynamodbTransient = []string{
	"DynamoDB.InternalServerErrorException",
	"DynamoDB.ProvisionedThroughputExceededException",
	"DynamoDB.RequestLimitExceededException",
	"DynamoDB.SdkClientException",
	"DynamoDB.ThrottlingException",
}
