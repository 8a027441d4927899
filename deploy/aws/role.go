package aws

import (
	"context"
	"fmt"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/pipectl/pipectl/deploy"
)

func (c *Client) listRoles(ctx context.Context, _ deploy.ID) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.iam.ListRoles(ctx, &iam.ListRolesInput{Marker: token})
		if err != nil {
			return nil, err
		}
		for _, r := range out.Roles {
			names = append(names, aws.ToString(r.RoleName))
		}
		return out.Marker, nil
	})
	return names, err
}

func (c *Client) readRole(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	out, err := c.iam.GetRole(ctx, &iam.GetRoleInput{RoleName: &id.Name})
	if err != nil {
		return nil, err
	}
	trust, err := document(out.Role.AssumeRolePolicyDocument)
	if err != nil {
		return nil, fmt.Errorf("read the trust policy of %s: %w", id, err)
	}
	return &deploy.Role{
		Name:        aws.ToString(out.Role.RoleName),
		Description: aws.ToString(out.Role.Description),
		Trust:       trust,
		Boundary:    boundary(out.Role),
		Tags:        tagsOf(out.Role.Tags, iamTag),
	}, nil
}

func (c *Client) createRole(ctx context.Context, r *deploy.Role) error {
	_, err := c.iam.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName:                 &r.Name,
		Description:              some(r.Description),
		AssumeRolePolicyDocument: &r.Trust,
		PermissionsBoundary:      some(r.Boundary),
		Tags:                     iamTags(r.Tags),
	})
	return err
}

func (c *Client) updateRole(ctx context.Context, r *deploy.Role) error {
	out, err := c.iam.GetRole(ctx, &iam.GetRoleInput{RoleName: &r.Name})
	if err != nil {
		return err
	}
	// The boundary first: it has to bound whoever may assume the role then.
	switch {
	case boundary(out.Role) == r.Boundary:
	case r.Boundary == "":
		_, err = c.iam.DeleteRolePermissionsBoundary(ctx, &iam.DeleteRolePermissionsBoundaryInput{RoleName: &r.Name})
	default:
		_, err = c.iam.PutRolePermissionsBoundary(ctx, &iam.PutRolePermissionsBoundaryInput{RoleName: &r.Name, PermissionsBoundary: &r.Boundary})
	}
	if err != nil {
		return err
	}
	_, err = c.iam.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: &r.Name, PolicyDocument: &r.Trust})
	return err
}

// boundary is the ARN of the policy that bounds a role, or empty.
func boundary(r *types.Role) string {
	if r.PermissionsBoundary == nil {
		return ""
	}
	return aws.ToString(r.PermissionsBoundary.PermissionsBoundaryArn)
}

func (c *Client) deleteRole(ctx context.Context, id deploy.ID) error {
	_, err := c.iam.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: &id.Name})
	return err
}

func (c *Client) tagRole(ctx context.Context, id deploy.ID, set deploy.Tags, remove []string) error {
	if len(set) > 0 {
		_, err := c.iam.TagRole(ctx, &iam.TagRoleInput{RoleName: &id.Name, Tags: iamTags(set)})
		return err
	}
	_, err := c.iam.UntagRole(ctx, &iam.UntagRoleInput{RoleName: &id.Name, TagKeys: remove})
	return err
}

func (c *Client) listPolicies(ctx context.Context, of deploy.ID) (names []string, err error) {
	err = each(func(token *string) (*string, error) {
		out, err := c.iam.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: &of.In, Marker: token})
		if err != nil {
			return nil, err
		}
		names = append(names, out.PolicyNames...)
		return out.Marker, nil
	})
	return names, err
}

func (c *Client) readPolicy(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	out, err := c.iam.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: &id.In, PolicyName: &id.Name})
	if err != nil {
		return nil, err
	}
	text, err := document(out.PolicyDocument)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", id, err)
	}
	return &deploy.Policy{Role: id.In, Name: id.Name, Document: text}, nil
}

func (c *Client) putPolicy(ctx context.Context, r *deploy.Policy) error {
	_, err := c.iam.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &r.Role, PolicyName: &r.Name, PolicyDocument: &r.Document})
	return err
}

func (c *Client) deletePolicy(ctx context.Context, id deploy.ID) error {
	_, err := c.iam.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: &id.In, PolicyName: &id.Name})
	return err
}

// document is a policy document as it was written: IAM gives it percent-encoded
// by RFC 3986, where a plus is one.
func document(encoded *string) (string, error) {
	return url.PathUnescape(aws.ToString(encoded))
}

func iamTags(tags deploy.Tags) []types.Tag {
	return tagList(tags, func(key, value *string) types.Tag { return types.Tag{Key: key, Value: value} })
}

func iamTag(t types.Tag) (key, value *string) { return t.Key, t.Value }
