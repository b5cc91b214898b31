"""What happens to enquiries."""
