package endpoint

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"
)

func TestTags(t *testing.T) {
	u := serve(t, Options{})
	ctx := context.Background()
	a, err := u.CreateActivity(ctx, &sfn.CreateActivityInput{Name: aws.String("a"), Tags: []types.Tag{{Key: aws.String("x"), Value: aws.String("0")}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, arn := range []string{u.create("m", passes), *a.ActivityArn} {
		tag := func(keys ...string) error {
			var tags []types.Tag
			for _, key := range keys {
				tags = append(tags, types.Tag{Key: &key, Value: aws.String(key + "!")})
			}
			_, err := u.TagResource(ctx, &sfn.TagResourceInput{ResourceArn: &arn, Tags: tags})
			return err
		}
		if err := tag("x", "y", "z"); err == nil {
			t.Error("a value with an exclamation mark")
		} else {
			wantCode(t, err, "ValidationException", "x!")
		}
		if _, err := u.TagResource(ctx, &sfn.TagResourceInput{ResourceArn: &arn, Tags: []types.Tag{
			{Key: aws.String("x"), Value: aws.String("1")}, {Key: aws.String("größe"), Value: aws.String("a b+c")}, {Key: aws.String("z"), Value: aws.String("")},
		}}); err != nil {
			t.Fatal(err)
		}
		if _, err := u.UntagResource(ctx, &sfn.UntagResourceInput{ResourceArn: &arn, TagKeys: []string{"z", "none"}}); err != nil {
			t.Fatal(err)
		}
		out, err := u.ListTagsForResource(ctx, &sfn.ListTagsForResourceInput{ResourceArn: &arn})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, tag := range out.Tags {
			got = append(got, *tag.Key+"="+*tag.Value)
		}
		if d := cmp.Diff([]string{"x=1", "größe=a b+c"}, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
	for _, arn := range []string{u.e.own("stateMachine", "gone"), u.e.own("activity", "gone")} {
		_, err := u.ListTagsForResource(ctx, &sfn.ListTagsForResourceInput{ResourceArn: &arn})
		wantCode(t, err, "ResourceNotFound", arn)
		_, err = u.TagResource(ctx, &sfn.TagResourceInput{ResourceArn: &arn, Tags: []types.Tag{}})
		wantCode(t, err, "ResourceNotFound", arn)
		_, err = u.UntagResource(ctx, &sfn.UntagResourceInput{ResourceArn: &arn, TagKeys: []string{}})
		wantCode(t, err, "ResourceNotFound", arn)
	}
	_, err = u.ListTagsForResource(ctx, &sfn.ListTagsForResourceInput{ResourceArn: aws.String("arn:aws:s3:::bucket")})
	wantCode(t, err, "InvalidArn", "")
	if _, body := u.post("UntagResource", `{"resourceArn":"`+*a.ActivityArn+`","tagKeys":[1]}`); text(body, "__type") != "SerializationException" {
		t.Errorf("%v", body)
	}
}
