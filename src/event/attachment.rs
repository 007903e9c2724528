//! Attachments.

use crate::value::{AttachmentId, EntityId, EntityType, FileSize, TenantId, Timestamp, UserId};

payload! {
    /// A file was attached to a goal, an action or an issue.
    #[parts(AttachmentCreatedParts)]
    pub struct AttachmentCreated {
        /// The tenant that the file belongs to.
        pub tenant_id: TenantId,
        /// The new attachment.
        pub attachment_id: AttachmentId,
        /// Whether the file is attached to a goal, an action or an issue.
        pub entity_type: EntityType,
        /// The goal, action or issue that the file is attached to.
        pub entity_id: EntityId,
        /// The file's name.
        pub file_name: String,
        /// The file's size in bytes.
        pub file_size: FileSize,
        /// The MIME type, as the uploader gave it; its format is not checked.
        pub file_type: String,
        /// When the file was uploaded.
        pub uploaded_at: Timestamp,
        /// The user who uploaded it.
        pub uploaded_by: UserId,
    }
}
