//! Everything outside `/api`: the browser client's files, and its page for every path that it draws itself.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::assets::Assets;
use crate::problem::Problem;

pub(super) async fn assets(request: HttpRequest, assets: web::Data<Assets>) -> Result<HttpResponse, Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::MethodNotAllowed);
    }
    assets.answer(&request)
}
